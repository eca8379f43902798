package io.holdfast.engine.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.engine.journal.BlockLocation.InLog;
import io.holdfast.engine.journal.JournalEvent.Loss;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.stream.StreamingStatus.StreamStatus;
import io.holdfast.wal.LogHandle;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is counted of a stream. */
final class StreamTallyTest {
  private static final Loss NOTHING = new Loss("lines", 0, 0);

  private final StreamTally tally = new StreamTally();

  private static ReceivedBlock block(long sequence, long records, int bytes) {
    LogHandle handle = new LogHandle(sequence, 1, 0, bytes, 0);
    return new ReceivedBlock("lines", sequence, records, new InLog("blocks", handle), Map.of());
  }

  @Test
  void theOldestRecordIsThatOfTheFirstBlockThatIsNotProcessed() {
    assertEquals(OptionalLong.empty(), tally.status(0, NOTHING).oldestMillis());
    tally.begun(1, 100);
    assertEquals(
        OptionalLong.of(100), tally.status(0, NOTHING).oldestMillis(), "also before it is stored");
    tally.begun(2, 200);
    tally.stored(block(1, 10, 1_000));
    tally.stored(block(2, 5, 400));
    assertEquals(OptionalLong.of(100), tally.status(0, NOTHING).oldestMillis());
    tally.completed(List.of(block(1, 10, 1_000)));
    assertEquals(
        new StreamStatus(17, 15, 10, 5, 400, OptionalLong.of(200), 0, 0, Duration.ZERO, 0, 0),
        tally.status(17, NOTHING));
    tally.completed(List.of(block(2, 5, 400)));
    assertEquals(
        new StreamStatus(17, 15, 15, 0, 0, OptionalLong.empty(), 0, 0, Duration.ZERO, 0, 0),
        tally.status(17, NOTHING));
  }

  @Test
  void whatAnEarlierDriverHasLeftWaitsAndWasNotStoredByThisOne() {
    tally.left(block(7, 3, 30), 50);
    assertEquals(
        new StreamStatus(0, 0, 0, 3, 30, OptionalLong.of(50), 0, 0, Duration.ZERO, 0, 0),
        tally.status(0, NOTHING));
  }

  @Test
  void holdsThatOverlapAreOneAndTheirTimeCountsOnce() {
    assertTrue(tally.held(1_000));
    assertFalse(tally.held(2_000));
    assertFalse(tally.freed(3_000));
    assertTrue(tally.freed(5_000));
    assertTrue(tally.held(9_000));
    assertTrue(tally.freed(9_500));
    tally.restarting();
    StreamStatus status = tally.status(0, NOTHING);
    assertEquals(2, status.blocked());
    assertEquals(Duration.ofNanos(4_500), status.blockedTime());
    assertEquals(1, status.restarts());
  }
}
