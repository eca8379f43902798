package io.holdfast.benchmarks.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories with all that is in them. */
final class Trees {
  private Trees() {}

  /**
   * Deletes one; if it is not there, nothing happens. Another thread may be deleting it, too, but
   * nobody may still be writing.
   */
  static void delete(Path directory) throws IOException {
    while (Files.exists(directory)) {
      try (Stream<Path> tree = Files.walk(directory)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      } catch (NoSuchFileException e) {
        // The other thread was faster; what is left is looked at again.
      } catch (UncheckedIOException e) {
        if (!(e.getCause() instanceof NoSuchFileException)) {
          throw e.getCause();
        }
      }
    }
  }

  /**
   * Deletes the directories in {@code parent} that processes which are gone have left: named by
   * their ids.
   */
  static void sweep(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return;
    }
    List<Path> left;
    try (Stream<Path> entries = Files.list(parent)) {
      left = entries.filter(entry -> entry.getFileName().toString().matches("\\d{1,18}")).toList();
    }
    for (Path directory : left) {
      long id = Long.parseLong(directory.getFileName().toString());
      if (ProcessHandle.of(id).isEmpty()) {
        delete(directory);
      }
    }
  }
}
