package io.holdfast.wal.exploration;

import io.holdfast.HoldfastException;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.wal.Acknowledgement;
import io.holdfast.wal.Fence;
import io.holdfast.wal.LogHandle;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.WriteAheadLog;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedCrash;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The files of a log of 64 KiB, whose writer was killed after it had written a last group and
 * before that was forced, with what was acknowledged by then.
 */
final class LogImage {
  private static final int LOG_BYTES = 64 << 10;
  private static final int TAIL_BYTES = 1 << 10;
  private static final int FRAME_HEADER_BYTES = 40;

  private final Subject subject;
  private final LogId id;
  private final LogOptions options;
  private final SplittableRandom dice;
  private final Promises promises = new Promises();
  private final List<LogHandle> handles = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<byte[]> contents = new ArrayList<>();
  private SimulatedDisk disk = new SimulatedDisk();

  /** What a damaged log was taken for. */
  enum Outcome {
    REFUSED,
    ACCEPTED
  }

  /**
   * @param restarts how often a new writer takes over on the way, behind a tail that was torn
   */
  LogImage(Subject subject, String name, long segmentBytes, int restarts) {
    this.subject = subject;
    this.id = LogId.of(new UUID(1, 2), name);
    this.options = Subject.options(segmentBytes, 8 << 20);
    this.dice = new SplittableRandom(CrashExplorer.mix(name.hashCode()));
    for (int life = 1; life <= restarts + 1; life++) {
      live(life, LOG_BYTES * life / (restarts + 1));
    }
    collect();
  }

  private void live(long epoch, int untilBytes) {
    Storage storage = disk.storage();
    SimulatedScheduler scheduler = new SimulatedScheduler(epoch, 1_700_000_000_000L);
    LogScan scan = subject.scan(storage, id, 0, promises.expect()).requireSound();
    WriteAheadLog log = subject.start(storage, scan, epoch, Fence.NONE, options, scheduler);
    promises.startedBehind((int) scan.lastLsn());
    while (bytes() < untilBytes - 2 * TAIL_BYTES) {
      int group = 1 + dice.nextInt(3);
      for (int i = 0; i < group; i++) {
        append(log, 100 + dice.nextInt(900));
      }
      scheduler.runReady();
      promises.acknowledge(promises.count());
      if (dice.nextInt(8) == 0) {
        scheduler.runFor(Subject.MARK_DELAY.multipliedBy(2));
      }
    }
    append(log, 200);
    append(log, Math.max(0, untilBytes - bytes() - 200 - 2 * FRAME_HEADER_BYTES));
    disk.onOperation(new KilledBeforeForce());
    try {
      scheduler.runReady();
    } catch (SimulatedCrash expected) {
      disk = disk.crash(CrashProfile.KILL, 0);
    }
  }

  private void append(WriteAheadLog log, int length) {
    byte[] record = new byte[length];
    dice.nextBytes(record);
    promises.appended(record);
    CompletableFuture<LogHandle> unused =
        log.append(ByteBuffer.wrap(record))
            .thenApply(Acknowledgement::handle)
            .thenApply(this::remember);
  }

  private LogHandle remember(LogHandle handle) {
    handles.add(handle);
    return handle;
  }

  private int bytes() {
    long sum = 0;
    for (FileStatus file : disk.storage().list(Subject.DIRECTORY)) {
      sum += SegmentHeader.isSegmentName(file.name()) ? file.lengthBytes() : 0;
    }
    return (int) sum;
  }

  private void collect() {
    Storage storage = disk.storage();
    for (FileStatus file : storage.list(Subject.DIRECTORY)) {
      byte[] bytes = new byte[(int) file.lengthBytes()];
      try (StorageReader reader = storage.open(Subject.DIRECTORY + "/" + file.name())) {
        reader.read(0, ByteBuffer.wrap(bytes));
      }
      names.add(file.name());
      contents.add(bytes);
    }
  }

  /** The files, to be damaged by one thread. */
  ImageStorage files() {
    return new ImageStorage(names, contents);
  }

  String name(int file) {
    return names.get(file);
  }

  boolean isSegment(int file) {
    return SegmentHeader.isSegmentName(names.get(file));
  }

  LogId id() {
    return id;
  }

  /** The file that holds a record. */
  int fileOf(LogHandle handle) {
    return names.indexOf(SegmentHeader.fileName(handle.segment()));
  }

  List<LogHandle> handles() {
    return handles;
  }

  Promises promises() {
    return promises.copy();
  }

  /**
   * Reads a damaged log.
   *
   * @param promised a copy of the promises for this thread
   * @throws Violation if it is accepted and does not hold what it has to
   */
  Outcome read(Storage damaged, Promises promised) {
    LogScan scan;
    try {
      scan = subject.scan(damaged, id, 0, promised.expect()).requireSound();
    } catch (HoldfastException refused) {
      return Outcome.REFUSED;
    }
    String wrong = promised.verdict(scan);
    if (wrong != null) {
      throw new Violation("accepted, but " + wrong);
    }
    return Outcome.ACCEPTED;
  }

  private static final class KilledBeforeForce implements OperationObserver {
    @Override
    public void before(StorageOperation operation) {
      if (operation.kind() == StorageOperation.Kind.FORCE) {
        throw new SimulatedCrash("before " + operation);
      }
    }
  }
}
