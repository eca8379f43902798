package io.holdfast.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDirectoryTest {
  @TempDir private Path root;

  @Test
  void whatAnEarlierDemoLeftIsEmptiedAway() throws IOException {
    Path named = root.resolve("demo");
    try (DemoDirectory first = DemoDirectory.open(Optional.of(named))) {
      Files.createDirectories(first.app().resolve("deep"));
      Files.writeString(first.input(), "text");
    }
    try (DemoDirectory second = DemoDirectory.open(Optional.of(named))) {
      assertFalse(Files.exists(second.app()));
      assertFalse(Files.exists(second.input()));
      assertTrue(Files.isDirectory(second.logs()));
    }
  }

  @Test
  void aDirectoryWithOtherFilesIsLeftAlone() throws IOException {
    Path precious = Files.writeString(root.resolve("precious"), "keep me");
    ConfigurationException error =
        assertThrows(ConfigurationException.class, () -> DemoDirectory.open(Optional.of(root)));
    assertEquals(
        "--dir " + root + " is not empty and was not made by the demo; name another directory",
        error.getMessage());
    assertEquals("keep me", Files.readString(precious));
  }

  @Test
  void aFileIsNoDirectory() throws IOException {
    Path file = Files.createFile(root.resolve("file"));
    ConfigurationException error =
        assertThrows(ConfigurationException.class, () -> DemoDirectory.open(Optional.of(file)));
    assertEquals("--dir " + file + " is a file; name a directory", error.getMessage());
  }
}
