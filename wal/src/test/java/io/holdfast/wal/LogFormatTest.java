package io.holdfast.wal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.wal.LogLife.Found;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.StorageReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The format as the page describes it, and files of released versions. */
final class LogFormatTest {
  private static final Path PAGE = Path.of("..", "docs", "formats", "log.md");
  private static final String BEGIN = "<!-- dump: made by LogFormatTest -->\n```text\n";
  private static final String END = "```\n<!-- end of dump -->";
  private static final String UPDATE = "holdfast.update";
  private static final String GOLDEN = "segment-1.0.bin";

  /** A segment of two groups, marked and sealed. */
  private static byte[] sample() {
    LogLife life = new LogLife();
    WriteAheadLog log = life.start(1);
    life.append(log, "one");
    life.append(log, "second record");
    life.scheduler.runUntilIdle();
    life.seal(log);
    return life.segment(1);
  }

  @Test
  void thePageShowsTheBytesAsTheyAre() throws IOException {
    String page = Files.readString(PAGE, StandardCharsets.UTF_8);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END, begin);
    String dump = SegmentDump.of(sample());
    if (Boolean.getBoolean(UPDATE)) {
      Files.writeString(PAGE, page.substring(0, begin) + dump + page.substring(end));
      return;
    }
    assertEquals(
        dump,
        page.substring(begin, end),
        "docs/formats/log.md is out of date. If the format was meant to change, run"
            + " mvn -pl wal test -Dtest=LogFormatTest -D"
            + UPDATE
            + "=true");
  }

  @Test
  void aSegmentOfFormatOneIsReadForEver() throws IOException {
    LogLife life = new LogLife();
    life.storage.createDirectories(LogLife.DIRECTORY);
    try (Appender file = life.storage.createExclusive(LogLife.path(1))) {
      file.write(ByteBuffer.wrap(golden()));
      file.force();
    }
    Found found = life.scan(2);
    assertEquals(Map.of(1L, "one", 2L, "second record"), found.records());
    assertEquals(List.of(Verdict.CLEAN), found.verdicts());
    SegmentHeader header = found.scan().segments().get(0).header();
    assertEquals(
        new SegmentHeader(
            LogLife.ID, 1, 1, 1, SegmentHeader.Predecessor.NONE, 0, LogLife.START_MILLIS),
        header);
    life.append(life.start(2), "third");
    assertEquals(List.of("one", "second record", "third"), life.scan().texts());
  }

  /**
   * Two segments and a tail mark, as a process leaves them that was killed after its last append.
   */
  private static LogLife sampleLog() {
    LogLife life = new LogLife();
    WriteAheadLog log = life.start(1);
    life.append(log, "one", "a second record");
    life.append(log, "three ".repeat(60));
    life.append(log, "four");
    assertEquals(3, log.metrics().segmentsStarted());
    return life;
  }

  @Test
  void aWholeLogOfFormatOneIsReadForEver() throws IOException {
    LogLife written = sampleLog();
    LogLife life = new LogLife();
    life.storage.createDirectories(LogLife.DIRECTORY);
    for (FileStatus file : written.storage.list(LogLife.DIRECTORY)) {
      String path = LogLife.DIRECTORY + "/" + file.name();
      byte[] now = bytes(written, path);
      Path golden = Path.of("src", "test", "resources", "golden", "log-1.0", file.name());
      if (Boolean.getBoolean(UPDATE)) {
        Files.createDirectories(golden.getParent());
        Files.write(golden, now);
      }
      byte[] kept = Files.readAllBytes(golden);
      assertArrayEquals(kept, now, file.name());
      try (Appender copy = life.storage.createExclusive(path)) {
        copy.write(ByteBuffer.wrap(kept));
        copy.force();
      }
    }
    Found found = life.scan();
    assertEquals(List.of(Verdict.CLEAN, Verdict.CLEAN, Verdict.OPEN_TAIL), found.verdicts());
    assertEquals(List.of("one", "a second record", "three ".repeat(60), "four"), found.texts());
    assertEquals(0, found.scan().unprovenRecords(), "the tail mark proves the last one");
  }

  private static byte[] bytes(LogLife life, String path) {
    try (StorageReader reader = life.storage.open(path)) {
      byte[] bytes = new byte[(int) reader.length()];
      reader.read(0, ByteBuffer.wrap(bytes));
      return bytes;
    }
  }

  @Test
  void thisVersionWritesFormatOne() throws IOException {
    if (Boolean.getBoolean(UPDATE)) {
      Files.write(Path.of("src", "test", "resources", "golden", GOLDEN), sample());
      return;
    }
    assertArrayEquals(golden(), sample());
  }

  private static byte[] golden() throws IOException {
    try (InputStream file = LogFormatTest.class.getResourceAsStream("/golden/" + GOLDEN)) {
      return file.readAllBytes();
    }
  }
}
