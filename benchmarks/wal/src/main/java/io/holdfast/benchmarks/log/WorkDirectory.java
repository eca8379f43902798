package io.holdfast.benchmarks.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where the logs lie: on the disk that is measured, which for {@code /tmp} is often none. */
final class WorkDirectory {
  /** System property that names it; passed on to the JVMs that JMH forks. */
  static final String PROPERTY = "holdfast.benchmarks.directory";

  private WorkDirectory() {}

  static Path path() {
    String path = System.getProperty(PROPERTY);
    if (path == null) {
      throw new IllegalStateException("Name the directory to work in: -D" + PROPERTY + "=PATH");
    }
    return Path.of(path);
  }

  static Path create(String name) throws IOException {
    Files.createDirectories(path());
    return Files.createTempDirectory(path(), name + "-");
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      tree.sorted(Comparator.reverseOrder()).forEach(WorkDirectory::deleteOne);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void deleteOne(Path path) {
    try {
      // A log may still be deleting its own files.
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
