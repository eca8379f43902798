package io.holdfast.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the terminal and the file get of the log. */
class LoggingTest {
  private static final String LOST =
      """
      Lost task 1.0 (executor 0): java.io.IOException: gone
      \tat com.acme.Job.call(Job.java:41)
      \tat java.base/java.lang.Thread.run(Thread.java:840)
      Caused by: java.io.EOFException
      \t... 12 more
      """;

  @TempDir private Path directory;

  private final List<String> terminal = new ArrayList<>();

  @AfterEach
  void restore() {
    Logging.apply(false, null, System.err::println);
  }

  @Test
  void theTerminalGetsNoTraceAndTheFileGetsAll() throws IOException {
    Path file = directory.resolve("log");
    Logging.apply(false, file, terminal::add);
    LoggerFactory.getLogger("org.apache.spark.scheduler.TaskSetManager").warn(LOST);
    LoggerFactory.getLogger("io.holdfast.any").warn("one\n  two");
    LoggerFactory.getLogger("io.holdfast.any").error("three", new IOException("four\nfive"));
    LoggerFactory.getLogger("io.holdfast.any").info("six");
    assertEquals(
        List.of(
            "holdfast: warning: Lost task 1.0 (executor 0): java.io.IOException: gone",
            "holdfast: warning: one\n  two",
            "holdfast: error: three: four five"),
        terminal);
    String all = Files.readString(file, StandardCharsets.UTF_8);
    assertTrue(all.contains(LOST), all);
    assertTrue(all.contains("\tat io.holdfast.tools"), all);
    assertTrue(all.contains("six"), all);
  }

  @Test
  void whatLibrariesRepeatIsNotShown() {
    Logging.apply(true, null, terminal::add);
    LoggerFactory.getLogger("org.apache.spark.network.client.TransportClient").error("closed");
    LoggerFactory.getLogger("org.apache.spark.storage.BlockManagerMaster").warn("cannot remove");
    LoggerFactory.getLogger("io.holdfast.any").info("six");
    assertEquals(List.of("holdfast: six"), terminal);
  }
}
