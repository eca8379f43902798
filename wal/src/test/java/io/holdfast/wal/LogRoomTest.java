package io.holdfast.wal;

import static io.holdfast.wal.storage.StorageFixture.assertMessage;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.IndeterminateException;
import io.holdfast.wal.storage.StorageFullException;
import io.holdfast.wal.storage.simulated.Fault;
import io.holdfast.wal.storage.simulated.StorageOperation.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Appends are refused before the storage is full, and taken again when there is room. */
final class LogRoomTest {
  private static final long CAPACITY = 200_000;
  private static final long RESERVE = 20_000;
  private static final LogOptions OPTIONS =
      LogOptions.DEFAULT.withSegmentBytes(8 << 10).withReserveBytes(RESERVE);

  private final LogLife life = new LogLife();

  /** Appends until one is refused; returns how many were taken. */
  private int fill(WriteAheadLog log) {
    for (int taken = 0; ; taken++) {
      CompletableFuture<Acknowledgement> append =
          log.append(LogLife.bytes("record " + taken + "x".repeat(500)));
      life.scheduler.runReady();
      if (append.isCompletedExceptionally()) {
        Throwable error = assertThrows(CompletionException.class, append::join).getCause();
        assertInstanceOf(StorageFullException.class, error);
        assertMessage(
            error,
            "append to sim:/" + LogLife.DIRECTORY,
            RESERVE + " bytes are kept for checkpoints and clean-up",
            "nothing was written",
            "taken again as soon as there is some");
        return taken;
      }
    }
  }

  @Test
  void appendsAreRefusedCleanlyBeforeTheReserveIsTouched() {
    life.disk.capacityBytes(CAPACITY);
    WriteAheadLog log = life.start(1, OPTIONS, Fence.NONE);
    int taken = fill(log);
    assertTrue(taken > 250, "taken: " + taken);
    assertTrue(life.storage.usableBytes() >= RESERVE, "left: " + life.storage.usableBytes());
    assertTrue(life.storage.usableBytes() < 2 * RESERVE, "left: " + life.storage.usableBytes());
    assertEquals(taken, life.scan().records().size());
    assertEquals(1, log.metrics().refused());
    assertEquals(taken, log.metrics().acknowledged());
  }

  @Test
  void writingGoesOnWhenThereIsRoomAgain() {
    life.disk.capacityBytes(CAPACITY);
    WriteAheadLog log = life.start(1, OPTIONS, Fence.NONE);
    int taken = fill(log);
    assertTrue(log.release(taken / 2) > 0, "clean-up needs no room");
    List<String> more = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      life.append(log, "after " + i);
      more.add("after " + i);
    }
    List<String> found = life.scan().texts();
    assertEquals(more, found.subList(found.size() - 50, found.size()));
    assertEquals(taken + 50, log.durableLsn());
  }

  @Test
  void smallStorageKeepsAnEighth() {
    life.disk.capacityBytes(8 * 4096);
    WriteAheadLog log = life.start(1, OPTIONS, Fence.NONE);
    life.append(log, "there is room");
    assertTrue(life.storage.usableBytes() > 4096);
  }

  @Test
  void somebodyElseMayFillTheDiskMeanwhile() {
    life.disk.capacityBytes(CAPACITY);
    WriteAheadLog log = life.start(1, OPTIONS, Fence.NONE);
    life.append(log, "one");
    life.disk.capacityBytes(RESERVE + 100);
    life.scheduler.advance(Duration.ofSeconds(2));
    CompletableFuture<Acknowledgement> refused = LogLife.queue(log, "x".repeat(500)).get(0);
    life.scheduler.runReady();
    assertTrue(refused.isCompletedExceptionally());
    life.disk.capacityBytes(CAPACITY);
    life.append(log, "two");
    assertEquals(List.of("one", "two"), life.scan().texts());
  }

  /** A disk that is full in spite of everything: what was not acknowledged is indeterminate. */
  @Test
  void fullDiskWithoutReserveIsOneStrike() {
    WriteAheadLog log = life.start(1, OPTIONS.withReserveBytes(0), Fence.NONE);
    life.append(log, "one");
    life.disk.failWhen(op -> op.kind() == Kind.WRITE, Fault.NO_SPACE_AFTER_SHORT_WRITE);
    CompletableFuture<Acknowledgement> failed = LogLife.queue(log, "two").get(0);
    life.scheduler.runReady();
    assertInstanceOf(
        IndeterminateException.class,
        assertThrows(CompletionException.class, failed::join).getCause());
    life.disk.clearFaults();
    assertTrue(log.append(LogLife.bytes("three")).isCompletedExceptionally());
  }

  @Test
  void queueIsBounded() {
    WriteAheadLog log = life.start(1, OPTIONS.withMaxQueuedBytes(200), Fence.NONE);
    List<CompletableFuture<Acknowledgement>> queued = LogLife.queue(log, "a", "b", "c", "d", "e");
    assertEquals(192, log.metrics().queuedBytes());
    assertFalse(queued.get(3).isDone());
    Throwable error = assertThrows(CompletionException.class, queued.get(4)::join).getCause();
    assertMessage(error, "192 bytes wait to be written", "maximum queue size is 200");
    life.scheduler.runReady();
    assertEquals(List.of("a", "b", "c", "d"), life.scan().texts());
    life.append(log, "x".repeat(1000));
    assertEquals(
        0, log.metrics().queuedBytes(), "one that is longer than the bound is taken alone");
  }
}
