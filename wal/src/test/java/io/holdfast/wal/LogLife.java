package io.holdfast.wal;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.wal.WriteAheadLog.Writer;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedCrash;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** One log on a simulated disk, in simulated time: short ways to write, crash and read it. */
final class LogLife {
  static final UUID APPLICATION = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  static final LogId ID = LogId.of(APPLICATION, "journal");
  static final String DIRECTORY = "journal";
  static final long START_MILLIS = 1_700_000_000_000L;
  static final LogOptions SMALL = LogOptions.DEFAULT.withSegmentBytes(512).withReserveBytes(0);

  final SimulatedDisk disk;
  final Storage storage;
  final SimulatedScheduler scheduler;

  LogLife() {
    this(new SimulatedDisk());
  }

  LogLife(SimulatedDisk disk) {
    this.disk = disk;
    this.storage = disk.storage();
    this.scheduler = new SimulatedScheduler(1, START_MILLIS);
  }

  /** What a scan has returned: the records by LSN, and its findings. */
  record Found(LogScan scan, Map<Long, String> records) {
    List<String> texts() {
      return List.copyOf(records.values());
    }

    boolean sound() {
      return scan.segments().stream().allMatch(s -> s.verdict().sound());
    }

    List<Verdict> verdicts() {
      return scan.segments().stream().map(SegmentReport::verdict).toList();
    }
  }

  Found scan() {
    return scan(0);
  }

  Found scan(long provenElsewhereLsn) {
    return scan(storage, provenElsewhereLsn);
  }

  static Found scan(Storage storage, long provenElsewhereLsn) {
    Map<Long, String> records = new TreeMap<>();
    LogScan scan =
        LogScanner.scan(
            storage,
            DIRECTORY,
            ID,
            provenElsewhereLsn,
            (segment, frame) -> records.put(frame.lsn(), text(frame.payload())));
    return new Found(scan, records);
  }

  /** As a start scans: takes the files over, and makes copies equal. */
  static Found recover(Storage storage, long provenElsewhereLsn) {
    Map<Long, String> records = new TreeMap<>();
    LogScan scan =
        LogScanner.recover(
            storage,
            DIRECTORY,
            ID,
            provenElsewhereLsn,
            (segment, frame) -> records.put(frame.lsn(), text(frame.payload())));
    return new Found(scan, records);
  }

  WriteAheadLog start(long epoch) {
    return start(epoch, SMALL, Fence.NONE);
  }

  WriteAheadLog start(long epoch, LogOptions options, Fence fence) {
    return WriteAheadLog.start(
        storage, scan().scan(), new Writer("log", epoch, fence), options, scheduler);
  }

  /** Appends all in one group; they are durable when this returns. */
  List<LogHandle> append(WriteAheadLog log, String... texts) {
    List<CompletableFuture<Acknowledgement>> futures = queue(log, texts);
    scheduler.runReady();
    return futures.stream().map(future -> future.join().handle()).toList();
  }

  static List<CompletableFuture<Acknowledgement>> queue(WriteAheadLog log, String... texts) {
    return Arrays.stream(texts).map(text -> log.append(bytes(text))).toList();
  }

  /** Appends all in one group and kills the process between its write and its force. */
  LogLife killedBeforeForce(WriteAheadLog log, String... texts) {
    List<CompletableFuture<Acknowledgement>> unused = queue(log, texts);
    crashBefore(op -> op.kind() == StorageOperation.Kind.FORCE);
    assertThrows(SimulatedCrash.class, scheduler::runReady);
    return new LogLife(disk.crash(CrashProfile.KILL, 0));
  }

  /** As if the machine had crashed and the hint on the end of the log had never been written. */
  void forgetTailMark() {
    storage.delete(DIRECTORY + "/" + TailMark.FILE_NAME);
  }

  /** Seals the log; it is closed when this returns. */
  void seal(WriteAheadLog log) {
    CompletableFuture<Void> sealed = log.seal();
    scheduler.runReady();
    sealed.join();
  }

  void crashBefore(Predicate<StorageOperation> when) {
    disk.onOperation(
        new OperationObserver() {
          @Override
          public void before(StorageOperation operation) {
            if (when.test(operation)) {
              throw new SimulatedCrash("before " + operation);
            }
          }
        });
  }

  /** Sees the kinds of the operations on segments, in order. */
  List<StorageOperation> observed() {
    List<StorageOperation> seen = new ArrayList<>();
    disk.onOperation(
        new OperationObserver() {
          @Override
          public void after(StorageOperation operation) {
            seen.add(operation);
          }
        });
    return seen;
  }

  byte[] segment(long sequence) {
    try (StorageReader reader = storage.open(path(sequence))) {
      byte[] bytes = new byte[(int) reader.length()];
      reader.read(0, ByteBuffer.wrap(bytes));
      return bytes;
    }
  }

  static String path(long sequence) {
    return DIRECTORY + "/" + SegmentHeader.fileName(sequence);
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }
}
