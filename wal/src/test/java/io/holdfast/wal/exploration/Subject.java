package io.holdfast.wal.exploration;

import io.holdfast.runtime.Scheduler;
import io.holdfast.wal.Fence;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.WriteAheadLog;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.time.Duration;

/** The log as it is driven by the suites. Seeded bugs replace parts of it. */
class Subject {
  static final String DIRECTORY = "log";
  static final Duration MARK_DELAY = Duration.ofMillis(20);

  /** The log as it is. */
  static final Subject SOUND = new Subject();

  /** Called for each new disk. */
  void prepare(SimulatedDisk disk) {}

  /** The storage that the log is given. */
  Storage storage(SimulatedDisk disk) {
    return disk.storage();
  }

  LogScan scan(Storage storage, LogId id, long provenElsewhere, LogScan.RecordVisitor visitor) {
    return LogScanner.scan(storage, DIRECTORY, id, provenElsewhere, visitor);
  }

  WriteAheadLog start(
      Storage storage, LogScan scan, long epoch, Fence fence, LogOptions options, Scheduler on) {
    return WriteAheadLog.start(
        storage, scan, new WriteAheadLog.Writer("log", epoch, fence), options, on);
  }

  Fence fence(Fence real) {
    return real;
  }

  /** Whether writers go on acknowledging when they have been replaced. */
  boolean forgetsFence() {
    return false;
  }

  void release(WriteAheadLog log, Storage storage, long keepFromLsn) {
    log.release(keepFromLsn);
  }

  static LogOptions options(long segmentBytes, int maxGroupBytes) {
    return LogOptions.DEFAULT
        .withSegmentBytes(segmentBytes)
        .withMaxRecordBytes(1 << 20)
        .withMaxGroupBytes(maxGroupBytes)
        .withReserveBytes(0);
  }
}
