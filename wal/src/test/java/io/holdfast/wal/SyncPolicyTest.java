package io.holdfast.wal;

import static io.holdfast.wal.storage.StorageFixture.assertMessage;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.Fault;
import io.holdfast.wal.storage.simulated.StorageOperation;
import io.holdfast.wal.storage.simulated.StorageOperation.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is forced when, what an acknowledgement is worth, and that it says so. */
final class SyncPolicyTest {
  private static final LogOptions EACH_100_MILLIS =
      LogLife.SMALL.withSegmentBytes(4096).withSync(SyncPolicy.interval(Duration.ofMillis(100)));

  private final LogLife life = new LogLife();

  private static List<Kind> kinds(List<StorageOperation> seen) {
    return seen.stream().map(StorageOperation::kind).toList();
  }

  private List<Acknowledgement> append(WriteAheadLog log, String... texts) {
    List<CompletableFuture<Acknowledgement>> appends = LogLife.queue(log, texts);
    life.scheduler.runReady();
    return appends.stream().map(CompletableFuture::join).toList();
  }

  private List<String> afterPowerLoss() {
    return new LogLife(life.disk.crash(CrashProfile.LOSE_ALL, 1)).scan().texts();
  }

  @Test
  void alwaysIsTheDefaultAndItsAcknowledgementsAreDurable() {
    assertEquals(SyncPolicy.ALWAYS, LogOptions.DEFAULT.sync());
    WriteAheadLog log = life.start(1);
    assertTrue(append(log, "one").get(0).durable());
    assertEquals(List.of("one"), afterPowerLoss());
    assertEquals(0, log.metrics().weaklyAcknowledged());
    assertEquals(1, log.metrics().forces());
  }

  @Test
  void intervalAcknowledgesWeaklyAndForcesWithinTheInterval() {
    WriteAheadLog log = life.start(1, EACH_100_MILLIS, Fence.NONE);
    List<StorageOperation> seen = life.observed();
    assertFalse(append(log, "one", "two").get(1).durable());
    append(log, "three");
    assertEquals(List.of(Kind.WRITE, Kind.WRITE), kinds(seen));
    assertEquals(0, log.durableLsn());
    assertEquals(3, log.metrics().weaklyAcknowledged());
    assertEquals(List.of(), afterPowerLoss());
    assertEquals(List.of("one", "two", "three"), life.scan().texts(), "a kill loses nothing");
    life.scheduler.advance(Duration.ofMillis(100));
    life.scheduler.runReady();
    assertEquals(3, log.durableLsn());
    assertEquals(List.of("one", "two", "three"), afterPowerLoss());
    assertEquals(1, kinds(seen).stream().filter(kind -> kind == Kind.FORCE).count());
    assertEquals(1, log.metrics().forces());
  }

  @Test
  void nothingClaimsMoreThanWasForced() {
    WriteAheadLog log = life.start(1, EACH_100_MILLIS, Fence.NONE);
    append(log, "x".repeat(1500), "y".repeat(1500));
    append(log, "z".repeat(1500));
    append(log, "rolled".repeat(300));
    assertTrue(life.storage.exists(LogLife.path(2)));
    for (CrashProfile profile : CrashProfile.values()) {
      for (long seed = 0; seed < 200; seed++) {
        new LogLife(life.disk.crash(profile, seed)).scan().scan().requireSound();
      }
    }
  }

  @Test
  void explicitForceMakesWeakAcknowledgementsGood() {
    WriteAheadLog log = life.start(1, EACH_100_MILLIS, Fence.NONE);
    append(log, "one");
    CompletableFuture<Void> forced = log.force();
    life.scheduler.runReady();
    forced.join();
    assertEquals(1, log.durableLsn());
    assertEquals(List.of("one"), afterPowerLoss());
  }

  @Test
  void sealForcesWhateverThePolicy() {
    LogOptions none = LogLife.SMALL.acceptingLoss().withSync(SyncPolicy.NONE);
    WriteAheadLog log = life.start(1, none, Fence.NONE);
    assertFalse(append(log, "one").get(0).durable());
    life.scheduler.advance(Duration.ofHours(1));
    life.scheduler.runReady();
    assertEquals(List.of(), afterPowerLoss());
    life.seal(log);
    assertEquals(List.of("one"), afterPowerLoss());
    assertEquals(List.of(Verdict.CLEAN), life.scan().verdicts());
  }

  @Test
  void failedForceOfTheIntervalEndsTheLog() {
    WriteAheadLog log = life.start(1, EACH_100_MILLIS, Fence.NONE);
    append(log, "one");
    life.disk.failWhen(op -> op.kind() == Kind.FORCE, Fault.IO_ERROR);
    life.scheduler.advance(Duration.ofMillis(100));
    life.scheduler.runReady();
    life.disk.clearFaults();
    assertTrue(log.append(LogLife.bytes("two")).isCompletedExceptionally());
  }

  @Test
  void neverForcingIsRefusedUnlessAskedForTwice() {
    assertMessage(
        assertThrows(
            ConfigurationException.class, () -> LogOptions.DEFAULT.withSync(SyncPolicy.NONE)),
        "loses acknowledged records",
        "LogOptions.DEFAULT.acceptingLoss().withSync(SyncPolicy.NONE)");
    for (Duration wrong : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofHours(1))) {
      assertMessage(
          assertThrows(ConfigurationException.class, () -> SyncPolicy.interval(wrong)),
          "allowed: more than 0, at most PT1M");
    }
  }
}
