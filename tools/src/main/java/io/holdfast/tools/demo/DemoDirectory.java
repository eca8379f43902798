package io.holdfast.tools.demo;

import io.holdfast.ConfigurationException;
import io.holdfast.InUseException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;

/**
 * Where a demonstration keeps its files. A marker file shows that the directory was made by a
 * demonstration and may be emptied by the next; it is locked for as long as one runs here.
 */
final class DemoDirectory implements AutoCloseable {
  private static final String MARKER = ".holdfast-demo";

  private final Path root;
  private final FileChannel marker;

  private DemoDirectory(Path root, FileChannel marker) {
    this.root = root;
    this.marker = marker;
  }

  /** Makes a new directory, or empties the one named if an earlier demonstration has made it. */
  static DemoDirectory open(Optional<Path> named) throws IOException {
    Path root =
        named.isPresent()
            ? named.get().toAbsolutePath().normalize()
            : Files.createTempDirectory("holdfast-demo-");
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new ConfigurationException("--dir " + root + " is a file; name a directory");
    }
    Files.createDirectories(root);
    if (!Files.exists(root.resolve(MARKER)) && !entries(root).isEmpty()) {
      throw new ConfigurationException(
          "--dir " + root + " is not empty and was not made by the demo; name another directory");
    }
    DemoDirectory directory = new DemoDirectory(root, lock(root));
    for (Path entry : entries(root)) {
      if (!entry.getFileName().toString().equals(MARKER)) {
        delete(entry);
      }
    }
    Files.createDirectories(directory.logs());
    return directory;
  }

  private static FileChannel lock(Path root) throws IOException {
    FileChannel marker =
        FileChannel.open(root.resolve(MARKER), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = marker.tryLock();
    if (lock == null) {
      marker.close();
      throw new InUseException("--dir " + root + " is used by another demo that is still running");
    }
    return marker;
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }

  private static void delete(Path entry) throws IOException {
    if (Files.isDirectory(entry)) {
      PathUtils.deleteDirectory(entry);
    } else {
      Files.delete(entry);
    }
  }

  Path root() {
    return root;
  }

  /** The lines that are fed, once. */
  Path input() {
    return root.resolve("input.txt");
  }

  Path app() {
    return root.resolve("app");
  }

  Path output() {
    return root.resolve("output");
  }

  Path logs() {
    return root.resolve("logs");
  }

  /** Gives the lock back; the files stay. */
  @Override
  public void close() throws IOException {
    marker.close();
  }
}
