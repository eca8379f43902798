package io.holdfast.endtoend;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What an extension's tests run with: its servers need much that no job may have. */
final class ServerClassPaths {
  private ServerClassPaths() {}

  static String of(String extension) throws IOException {
    Path target = Path.of("..", "extensions", extension, "target").toAbsolutePath().normalize();
    String libraries =
        Files.readString(target.resolve("test.classpath"), StandardCharsets.UTF_8).strip();
    return String.join(
        File.pathSeparator,
        target.resolve("test-classes").toString(),
        target.resolve("classes").toString(),
        libraries);
  }
}
