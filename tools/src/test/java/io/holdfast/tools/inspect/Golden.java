package io.holdfast.tools.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Expected outputs, kept as files beside the tests. After a change that is meant, {@code mvn verify
 * -pl tools -am -Dholdfast.golden.write=true} writes them anew; read the difference.
 */
final class Golden {
  private static final Path SOURCES = Path.of("src/test/resources/io/holdfast/tools/inspect");

  private Golden() {}

  /** Without what depends on the place of the checkout, as do a sink's path and so the lengths. */
  static String portable(String out, Path root) {
    return out.replace(root.toString(), "ROOT")
        .replace(Path.of("out").toAbsolutePath().toString(), "OUT")
        .replaceAll("(WordCountLife\\.java):\\d+", "$1:N")
        .replaceAll("(hfc +)\\d+\\.\\d KiB", "$1... KiB")
        .replaceAll("( size +)[\\d.]+ KiB", "$1... KiB");
  }

  static void check(String name, String actual) {
    try {
      if (Boolean.getBoolean("holdfast.golden.write")) {
        Files.createDirectories(SOURCES);
        Files.writeString(SOURCES.resolve(name), actual);
        return;
      }
      try (InputStream in = Golden.class.getResourceAsStream(name)) {
        assertEquals(new String(in.readAllBytes(), StandardCharsets.UTF_8), actual);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
