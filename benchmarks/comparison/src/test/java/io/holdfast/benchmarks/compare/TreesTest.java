package io.holdfast.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreesTest {
  @TempDir Path parent;

  @Test
  void whatDeadProcessesLeftIsSweptAndNothingElse() throws Exception {
    Path dead = file(parent.resolve("999999999999"));
    Path alive = file(parent.resolve(Long.toString(ProcessHandle.current().pid())));
    Path other = file(parent.resolve("notes"));
    Trees.sweep(parent);
    assertFalse(Files.exists(dead.getParent()));
    assertTrue(Files.exists(alive));
    assertTrue(Files.exists(other));
    Trees.sweep(parent.resolve("absent"));
  }

  private static Path file(Path directory) throws Exception {
    return Files.createFile(Files.createDirectories(directory).resolve("file"));
  }
}
