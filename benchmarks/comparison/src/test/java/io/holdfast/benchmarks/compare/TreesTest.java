package io.holdfast.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  @Test
  void twoAtOnceDeleteOneDirectory() throws Exception {
    Path directory = parent.resolve("both");
    for (int i = 0; i < 2_000; i++) {
      file(directory.resolve("d" + i % 200).resolve("e" + i));
    }
    ExecutorService threads = Executors.newFixedThreadPool(2, task -> new Thread(task, "delete"));
    try {
      List<Future<?>> deleted = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        deleted.add(
            threads.submit(
                () -> {
                  Trees.delete(directory);
                  return null;
                }));
      }
      for (Future<?> each : deleted) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }
    assertFalse(Files.exists(directory));
  }

  private static Path file(Path directory) throws Exception {
    return Files.createFile(Files.createDirectories(directory).resolve("file"));
  }
}
