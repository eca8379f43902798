package io.holdfast.wal.exploration;

import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.wal.Acknowledgement;
import io.holdfast.wal.Fence;
import io.holdfast.wal.LogHandle;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.WriteAheadLog;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * Takes a log that a crash has left, uses it, and recovers it once more: every promise is kept,
 * nothing is refused, what the first recovery returned is durable, and the second one finds the
 * same.
 */
final class Recovery implements Situation {
  static final long MILLIS = 1_700_000_100_000L;
  private static final byte[] PROBE = {'p', 'r', 'o', 'b', 'e'};
  private static final OperationObserver NOBODY = new OperationObserver() {};

  private final Subject subject;
  private final Situation before;
  private final SimulatedDisk disk;
  private Promises kept;
  private boolean logThere;

  Recovery(Subject subject, Situation before, SimulatedDisk disk) {
    this.subject = subject;
    this.before = before;
    this.disk = disk;
    this.kept = before.promises();
  }

  /** Whether the crash has left any segment at all. */
  boolean logThere() {
    return logThere;
  }

  /**
   * Goes through with it.
   *
   * @param observer sees the operations of the first recovery; null for nobody
   * @throws Violation if a promise is broken
   */
  void run(OperationObserver observer) {
    Storage storage = subject.storage(disk);
    // Half of the callers know from elsewhere what was acknowledged.
    long known = (before.promises().count() & 1) == 0 ? 0 : before.promises().acknowledged();
    LogScan scan = scan(storage, before.promises(), known);
    logThere = !scan.segments().isEmpty();
    int found = before.promises().found(scan);
    // Until the start has returned, a crash may show again what this scan has not seen.
    kept = before.promises().copy();
    if (observer != null) {
      disk.onOperation(observer);
    }
    SimulatedScheduler scheduler = new SimulatedScheduler(1, MILLIS);
    WriteAheadLog log = start(storage, scan, epoch(), scheduler);
    kept.startedBehind(found);
    append(log, scheduler);
    disk.onOperation(NOBODY);
    SimulatedDisk again = disk.crash(CrashProfile.LOSE_ALL, 0);
    Storage storageAgain = subject.storage(again);
    LogScan second = requireSame(storageAgain, "after it was recovered");
    WriteAheadLog unused =
        start(storageAgain, second, epoch() + 1, new SimulatedScheduler(2, MILLIS));
    requireSame(
        subject.storage(again.crash(CrashProfile.LOSE_ALL, 0)), "after it was recovered twice");
  }

  private LogScan scan(Storage storage, Promises promises, long known) {
    LogScan scan;
    try {
      scan = subject.scan(storage, id(), known, promises.expect()).requireSound();
    } catch (RuntimeException e) {
      throw new Violation("a sound log is refused", e);
    }
    String wrong = promises.verdict(scan);
    if (wrong != null) {
      throw new Violation(wrong);
    }
    return scan;
  }

  private WriteAheadLog start(
      Storage storage, LogScan scan, long epoch, SimulatedScheduler scheduler) {
    try {
      return subject.start(storage, scan, epoch, Fence.NONE, options(), scheduler);
    } catch (RuntimeException e) {
      throw new Violation("a sound log cannot be started", e);
    }
  }

  private void append(WriteAheadLog log, SimulatedScheduler scheduler) {
    int lsn = kept.appended(PROBE);
    CompletableFuture<LogHandle> future =
        log.append(ByteBuffer.wrap(PROBE)).thenApply(Acknowledgement::handle);
    scheduler.runReady();
    if (!future.isDone()) {
      throw new Violation("an append is never answered");
    }
    LogHandle handle;
    try {
      handle = future.join();
    } catch (RuntimeException e) {
      throw new Violation("an append to a recovered log fails", e);
    }
    if (handle.lsn() != lsn) {
      throw new Violation("the record after LSN " + (lsn - 1) + " gets LSN " + handle.lsn());
    }
    kept.acknowledge(lsn);
  }

  private LogScan requireSame(Storage storage, String when) {
    LogScan scan = scan(storage, kept, 0);
    if (kept.found(scan) != kept.count()) {
      throw new Violation(
          when + " the log ends at LSN " + kept.found(scan) + ", before it was " + kept.count());
    }
    return scan;
  }

  @Override
  public LogId id() {
    return before.id();
  }

  @Override
  public LogOptions options() {
    return before.options();
  }

  @Override
  public long epoch() {
    return before.epoch() + 1;
  }

  @Override
  public Promises promises() {
    return kept;
  }

  @Override
  public boolean hdfs() {
    return before.hdfs();
  }
}
