package io.holdfast.wal;

import static io.holdfast.wal.storage.StorageFixture.assertMessage;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.IndeterminateException;
import io.holdfast.wal.LogLife.Found;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageFullException;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.Fault;
import io.holdfast.wal.storage.simulated.SimulatedCrash;
import io.holdfast.wal.storage.simulated.StorageOperation;
import io.holdfast.wal.storage.simulated.StorageOperation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writes and forces that fail: one strike, nothing acknowledged, nothing lost. */
final class LogFailureTest {
  private final LogLife life = new LogLife();

  @ParameterizedTest
  @EnumSource(Fault.class)
  void failedWriteFailsTheWholeGroupAndAllThatWait(Fault fault) {
    requireOneStrike(Kind.WRITE, fault);
  }

  @Test
  void failedForceFailsTheWholeGroupAndAllThatWait() {
    requireOneStrike(Kind.FORCE, Fault.IO_ERROR);
  }

  private void requireOneStrike(Kind kind, Fault fault) {
    LogOptions twoGroups =
        LogLife.SMALL.withSegmentBytes(4096).withMaxRecordBytes(1024).withMaxGroupBytes(100);
    WriteAheadLog log = life.start(1, twoGroups, Fence.NONE);
    life.append(log, "safe");
    life.disk.failWhen(operation -> operation.kind() == kind, fault);
    // The first two are the group that fails, the others wait behind it.
    List<CompletableFuture<Acknowledgement>> futures = LogLife.queue(log, "a", "b", "c", "d");
    life.scheduler.runReady();
    for (CompletableFuture<Acknowledgement> future : futures) {
      requireIndeterminate(future);
    }
    life.disk.clearFaults();
    List<StorageOperation> seen = life.observed();
    requireIndeterminate(log.append(LogLife.bytes("later")));
    CompletableFuture<Void> sealed = log.seal();
    life.scheduler.runUntilIdle();
    assertTrue(sealed.isDone());
    log.close();
    assertEquals(List.of(), seen, "the file was touched after its failure");
    for (CrashProfile profile : CrashProfile.values()) {
      requireGoesOn(new LogLife(life.disk.crash(profile, 3)));
    }
  }

  private static void requireIndeterminate(CompletableFuture<Acknowledgement> future) {
    Throwable error = assertThrows(CompletionException.class, future::join).getCause();
    assertInstanceOf(IndeterminateException.class, error);
    assertMessage(
        error,
        "Writing the log segment sim:/" + LogLife.DIRECTORY + "/",
        "not yet acknowledged are indeterminate; the file is not written again",
        "(simulated)");
  }

  private static void requireGoesOn(LogLife next) {
    Found found = next.scan(1);
    found.scan().requireSound();
    assertEquals("safe", found.texts().get(0));
    List<String> before = found.texts();
    next.append(next.start(2), "new");
    List<String> expected = new ArrayList<>(before);
    expected.add("new");
    assertEquals(expected, next.scan().texts());
  }

  @Test
  void fullDiskFailsTheGroupAndNamesTheCause() {
    WriteAheadLog log = life.start(1);
    life.append(log, "safe");
    life.disk.capacityBytes(life.segment(1).length + TailMark.SLOT_BYTES + 30);
    CompletableFuture<Acknowledgement> future = LogLife.queue(log, "x".repeat(100)).get(0);
    life.scheduler.runReady();
    Throwable error = assertThrows(CompletionException.class, future::join).getCause();
    assertInstanceOf(IndeterminateException.class, error);
    assertInstanceOf(StorageFullException.class, error.getCause());
    assertMessage(error, "no space left");
    log.close();
    Found found = new LogLife(life.disk.crash(CrashProfile.KILL, 0)).scan(1);
    assertEquals(List.of("safe"), found.texts());
    assertEquals(List.of(Verdict.TORN_TAIL), found.verdicts());
  }

  @Test
  void diskThatIsFullAtTheStartLeavesTheLogAsItWas() {
    life.append(life.start(1), "safe");
    life.disk.capacityBytes(life.segment(1).length + 10);
    assertThrows(StorageFullException.class, () -> life.start(2));
    life.disk.capacityBytes(1 << 20);
    assertEquals(List.of("safe"), life.scan().texts());
    life.append(life.start(3), "more");
    assertEquals(List.of("safe", "more"), life.scan().texts());
    assertEquals(3, life.storage.list(LogLife.DIRECTORY).size(), "a temporary file was left");
  }

  @Test
  void failedMarkEndsTheLogButLosesNothing() {
    WriteAheadLog log = life.start(1);
    life.append(log, "safe");
    life.disk.failWhen(
        operation -> operation.kind() == Kind.WRITE, Fault.IO_ERROR_AFTER_SHORT_WRITE);
    life.scheduler.runUntilIdle();
    life.disk.clearFaults();
    requireIndeterminate(log.append(LogLife.bytes("later")));
    assertEquals(List.of("safe"), life.scan(1).texts());
    assertEquals(List.of(Verdict.TORN_TAIL), life.scan(1).verdicts());
  }

  @Test
  void failureWhileRollingFailsTheGroup() {
    for (int strike = 0; strike < 8; strike++) {
      LogLife rolling = new LogLife();
      WriteAheadLog log = rolling.start(1);
      rolling.append(log, "x".repeat(300));
      long first = rolling.disk.operations() + strike;
      rolling.disk.failAt(first, Fault.IO_ERROR);
      CompletableFuture<Acknowledgement> future = LogLife.queue(log, "y".repeat(300)).get(0);
      rolling.scheduler.runReady();
      requireIndeterminate(future);
      LogLife next = new LogLife(rolling.disk.crash(CrashProfile.ADVERSARIAL, strike));
      Found found = next.scan(1);
      assertTrue(found.sound(), () -> "operation " + first + ": " + found.scan().segments());
      assertEquals("x".repeat(300), found.texts().get(0));
      next.append(next.start(2), "new");
    }
  }

  /** Each operation of a start, as a crash and as an error, with a tail to be written again. */
  @Test
  void startMayEndAnywhereAndIsRepeated() {
    WriteAheadLog log = life.start(1);
    life.append(log, "one", "two");
    LogLife killed = life.killedBeforeForce(log, "three", "four");
    List<String> all = List.of("one", "two", "three", "four");
    int operations = 0;
    for (boolean done = false; !done; operations++) {
      LogLife crashing = new LogLife(killed.disk.fork());
      LogLife failing = new LogLife(killed.disk.fork());
      long number = operations;
      crashing.crashBefore(operation -> operation.number() == number);
      failing.disk.failAt(number, Fault.IO_ERROR);
      done = startsWithout(SimulatedCrash.class, crashing);
      startsWithout(StorageException.class, failing);
      for (long seed = 0; seed < 10; seed++) {
        LogLife again = new LogLife(crashing.disk.crash(CrashProfile.ADVERSARIAL, seed));
        assertTrue(again.scan(2).sound());
        assertEquals(all.subList(0, 2), again.scan(2).texts().subList(0, 2));
        again.append(again.start(3), "five");
        assertTrue(again.scan().sound());
      }
      LogLife again = new LogLife(failing.disk.crash(CrashProfile.KILL, 0));
      assertEquals(all, again.scan().texts());
      again.append(again.start(3), "five");
      assertEquals(5, again.scan().texts().size());
    }
    assertTrue(operations > 5, "a start has more operations");
  }

  private static boolean startsWithout(Class<? extends Throwable> end, LogLife life) {
    try {
      life.start(2);
      return true;
    } catch (StorageException | SimulatedCrash e) {
      assertInstanceOf(end, e);
      return false;
    }
  }
}
