package io.holdfast.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.wal.WriteAheadLog.SegmentRange;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Segments go by position, oldest first, and not while somebody needs them. */
final class RetentionTest {
  private final LogLife life = new LogLife();
  private final List<LogHandle> handles = new ArrayList<>();

  private WriteAheadLog tenSegments() {
    WriteAheadLog log = life.start(1);
    for (int i = 0; i < 10; i++) {
      handles.addAll(life.append(log, "record " + i + "x".repeat(300)));
    }
    assertEquals(9, log.sealedSegments().size());
    return log;
  }

  @Test
  void pinKeepsWhatLiesBehindItAndLetsGo() {
    WriteAheadLog log = tenSegments();
    try (LogPin outer = log.pin(4)) {
      assertEquals(4, outer.fromLsn());
      try (LogPin inner = log.pin(6)) {
        assertEquals(6, inner.fromLsn());
        assertEquals(3, log.release(9));
        assertEquals(0, log.release(9));
        assertEquals("record 3", LogLife.text(log.read(handles.get(3))).substring(0, 8));
      }
      assertEquals(0, log.release(9), "the lower pin counts");
    }
    assertEquals(5, log.release(9));
    assertTrue(life.scan().sound());
    assertEquals(9, life.scan().scan().firstLsn());
  }

  @Test
  void segmentThatIsBeingReadIsReleasedLater() {
    Retention retention = new Retention();
    for (int i = 1; i <= 3; i++) {
      retention.completed(new SegmentRange(i, i, i, 100));
    }
    retention.reading(2);
    retention.reading(2);
    assertEquals(1, retention.takeReleasable(9).orElseThrow().sequence());
    assertTrue(retention.takeReleasable(9).isEmpty());
    retention.read(2);
    assertTrue(retention.takeReleasable(9).isEmpty(), "two were reading");
    retention.read(2);
    assertEquals(2, retention.takeReleasable(9).orElseThrow().sequence());
    assertEquals(3, retention.takeReleasable(9).orElseThrow().sequence());
    assertTrue(retention.takeReleasable(9).isEmpty());
  }

  /** A release in the middle of a read of the same segment waits for the next release. */
  @Test
  void releaseDuringAReadLeavesTheSegment() {
    WriteAheadLog log = tenSegments();
    int[] released = {-1};
    RecordReader slow =
        new RecordReader(
            new SlowStorage(life.storage, () -> released[0] = log.release(9)),
            LogLife.DIRECTORY,
            LogLife.ID,
            log.retention());
    assertEquals("record 0", LogLife.text(slow.read(handles.get(0))).substring(0, 8));
    assertEquals(0, released[0], "nothing is released below somebody who reads");
    assertEquals(8, log.release(9));
  }

  @Test
  void metricsSayWhatIsStoredAndWhatWasReleased() {
    WriteAheadLog log = tenSegments();
    assertEquals(scannedBytes(), log.metrics().storedBytes());
    assertEquals(0, log.metrics().segmentsReleased());
    log.release(4);
    assertEquals(3, log.metrics().segmentsReleased());
    assertEquals(scannedBytes(), log.metrics().storedBytes());
    assertEquals(scannedBytes() + SegmentHeader.BYTES, life.start(2).metrics().storedBytes());
  }

  private long scannedBytes() {
    return life.scan().scan().chain().stream().mapToLong(SegmentReport::validBytes).sum();
  }

  /** Deletions are forced one by one: the second is not begun before the first is durable. */
  @Test
  void deletionsReachTheDiskInOrder() {
    WriteAheadLog log = tenSegments();
    List<String> order = new ArrayList<>();
    life.disk.onOperation(
        new OperationObserver() {
          @Override
          public void after(StorageOperation operation) {
            order.add(operation.kind().name());
          }
        });
    assertEquals(3, log.release(4));
    assertEquals(
        List.of(
            "DELETE", "FORCE_DIRECTORY", "DELETE", "FORCE_DIRECTORY", "DELETE", "FORCE_DIRECTORY"),
        order);
  }
}
