package io.holdfast.tools.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds files of an application by their place. */
final class NumberedFiles {
  private NumberedFiles() {}

  /** The numbered files in a directory, oldest first. */
  static List<Path> in(Path directory) {
    try (Stream<Path> found = Files.list(directory)) {
      return found
          .filter(path -> path.getFileName().toString().matches(".*\\d\\.hf[wc]"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Path last(Path directory) {
    List<Path> found = in(directory);
    return found.get(found.size() - 1);
  }
}
