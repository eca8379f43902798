package io.holdfast.benchmarks.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That what is measured writes what it is given. */
class EngineTest {
  private static final int WRITERS = 4;
  private static final int RECORDS = 50;
  private static final int BYTES = 4000;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Engine.class)
  void writesAllRecordsOfAllWriters(Engine engine) throws Exception {
    try (LogUnderTest log = engine.open(directory)) {
      appendWith(WRITERS, log);
      long written = bytesIn(directory);
      assertTrue(written >= (long) WRITERS * RECORDS * BYTES, engine + " wrote " + written);
      if (log instanceof RocksLog rocks) {
        assertEquals(WRITERS * RECORDS, rocks.records());
      }
    }
  }

  private static void appendWith(int writers, LogUnderTest log) throws Exception {
    ExecutorService pool =
        Executors.newFixedThreadPool(writers, task -> new Thread(task, "writer"));
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        ByteBuffer record = ByteBuffer.wrap(new byte[BYTES]);
        tasks.add(
            () -> {
              for (int i = 0; i < RECORDS; i++) {
                log.append(record);
                assertEquals(BYTES, record.remaining());
              }
              return null;
            });
      }
      for (Future<Void> done : pool.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      pool.shutdown();
    }
  }

  private static long bytesIn(Path directory) throws Exception {
    long bytes = 0;
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }
}
