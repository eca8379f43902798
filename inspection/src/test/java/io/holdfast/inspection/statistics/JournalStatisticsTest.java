package io.holdfast.inspection.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.engine.journal.BlockLocation.InMemory;
import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.JournalEvent.BlockRange;
import io.holdfast.engine.journal.JournalEvent.EpochStarted;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.inspection.BatchDelays.Delay;
import io.holdfast.stream.BatchTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events of a journal that begins somewhere in an application's life. */
class JournalStatisticsTest {
  private static final long T0 = Instant.parse("2026-11-22T20:59:00Z").toEpochMilli();
  private static final long HOUR = 3_600_000;

  private static void block(JournalStatistics journal, long sequence, long bytes) {
    journal.event(
        new BlockAdded(new ReceivedBlock("lines", sequence, 10, new InMemory(1, bytes), Map.of())));
  }

  private static void batch(JournalStatistics journal, long time, long first, long last) {
    BatchTime batch = new BatchTime(time);
    journal.event(new BatchAllocated(batch, List.of(new BlockRange("lines", first, last))));
    journal.event(new BatchCompleted(batch, 1, 10 * (last - first + 1), List.of()));
  }

  @Test
  void batchesFallIntoTheHourOfTheirTime() {
    JournalStatistics journal = new JournalStatistics(Period.HOUR, Window.ALL);
    journal.event(new EpochStarted(1, T0, "test"));
    block(journal, 1, 100);
    block(journal, 2, 300);
    batch(journal, T0 + 1000, 1, 2);
    block(journal, 3, 500);
    batch(journal, T0 + 61_000, 3, 3);
    block(journal, 4, 900);
    journal.delays(List.of(new Delay(T0 + 61_000, 10, 7)));
    assertEquals(List.of(T0 - 59 * 60_000L, T0 + 60_000L), List.copyOf(journal.buckets().keySet()));
    Bucket first = journal.buckets().firstEntry().getValue();
    assertEquals(1, first.batches());
    assertEquals(20, first.records());
    assertEquals(2, first.blocks());
    assertEquals(400, first.bytes());
    assertEquals(1, first.starts());
    assertEquals(100, first.blockBytes().smallest());
    Bucket second = journal.buckets().lastEntry().getValue();
    assertEquals(500, second.bytes());
    assertEquals(7, second.delays().largest());
    assertEquals(1, journal.waitingBlocks());
    assertEquals(3, journal.streams().get("lines").blockBytes().count());
  }

  @Test
  void blocksFromBeforeTheJournalAreCountedAsUnknown() {
    JournalStatistics journal = new JournalStatistics(Period.HOUR, Window.ALL);
    block(journal, 6, 100);
    batch(journal, T0, 4, 6);
    journal.event(new BatchCompleted(new BatchTime(T0 + 1), 1, 5, List.of()));
    Bucket bucket = journal.buckets().firstEntry().getValue();
    assertEquals(2, bucket.blocksOfUnknownSize());
    assertEquals(3, bucket.blocks());
    assertEquals(100, bucket.bytes());
    assertEquals(2, bucket.batches());
    assertEquals(35, bucket.records());
  }

  @Test
  void theWindowChoosesBatches() {
    JournalStatistics journal =
        new JournalStatistics(Period.MINUTE, new Window(T0 + HOUR, T0 + 2 * HOUR));
    for (int i = 0; i < 3; i++) {
      block(journal, i + 1, 100);
      batch(journal, T0 + i * HOUR, i + 1, i + 1);
    }
    assertEquals(1, journal.buckets().size());
    assertEquals(T0 + HOUR, journal.firstBatch());
    assertEquals(T0 + HOUR, journal.lastBatch());
  }

  @Test
  void whatIsPendingIsNotCounted() {
    JournalStatistics journal = new JournalStatistics(Period.DAY, Window.ALL);
    block(journal, 1, 100);
    journal.event(new BatchAllocated(new BatchTime(T0), List.of(new BlockRange("lines", 1, 1))));
    assertTrue(journal.buckets().isEmpty());
    assertEquals(1, journal.openBatches());
    assertEquals(10, journal.openRecords());
  }

  @Test
  void moreLinesThanAnybodyReadsAreRefused() {
    JournalStatistics journal = new JournalStatistics(Period.MINUTE, Window.ALL);
    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class,
            () -> {
              for (int i = 0; i < 6000; i++) {
                batch(journal, T0 + i * 60_000L, 1, 0);
              }
            });
    assertTrue(refused.getMessage().contains("choose a longer --by"), refused.getMessage());
  }

  @Test
  void periodsAreNamedByTheirBeginning() {
    assertEquals("2026-11-22 20:59", Period.MINUTE.label(Period.MINUTE.start(T0 + 59_999)));
    assertEquals("2026-11-22 20:00", Period.HOUR.label(Period.HOUR.start(T0)));
    assertEquals("2026-11-22", Period.DAY.label(Period.DAY.start(T0)));
    assertEquals("1969-12-31", Period.DAY.label(Period.DAY.start(-1)));
  }

  @Test
  void barsHaveTheLengthOfTheirShare() {
    assertEquals("#".repeat(24), Bars.ASCII.of(10, 10));
    assertEquals("#".repeat(12), Bars.ASCII.of(5, 10));
    assertEquals("#", Bars.ASCII.of(1, 10_000));
    assertEquals("", Bars.ASCII.of(0, 10));
    assertEquals("", Bars.UNICODE.of(0, 0));
    assertEquals("█".repeat(6), Bars.UNICODE.of(1, 4));
    assertEquals("▌", Bars.UNICODE.of(1, 48));
  }
}
