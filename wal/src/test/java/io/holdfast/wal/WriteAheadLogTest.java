package io.holdfast.wal;

import static io.holdfast.wal.LogLife.SMALL;
import static io.holdfast.wal.LogLife.text;
import static io.holdfast.wal.storage.StorageFixture.assertMessage;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.FencedException;
import io.holdfast.IndeterminateException;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.wal.LogLife.Found;
import io.holdfast.wal.WriteAheadLog.SegmentRange;
import io.holdfast.wal.WriteAheadLog.Writer;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.local.LocalStorage;
import io.holdfast.wal.storage.simulated.StorageOperation;
import io.holdfast.wal.storage.simulated.StorageOperation.Kind;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log in life: appending, grouping, rolling, releasing, sealing, losing the right to write. */
final class WriteAheadLogTest {
  private final LogLife life = new LogLife();

  @Test
  void recordsComeBackOverSeveralSegmentsAndEpochs() {
    TreeMap<Long, String> written = new TreeMap<>();
    for (long epoch = 1; epoch <= 4; epoch++) {
      WriteAheadLog log = life.start(epoch);
      for (int i = 0; i < 25; i++) {
        String record = "epoch " + epoch + " record " + i + " " + "x".repeat(i * 7);
        LogHandle handle = life.append(log, record).get(0);
        assertEquals(written.size() + 1, handle.lsn());
        assertEquals(record, text(log.read(handle)));
        written.put(handle.lsn(), record);
      }
      if (epoch % 2 == 0) {
        life.scheduler.runUntilIdle();
      }
      if (epoch == 3) {
        life.seal(log);
      }
    }
    Found found = life.scan();
    assertEquals(written, found.records());
    assertTrue(found.scan().requireSound().segments().size() > 8, "too few segments");
    assertEquals(100, found.scan().lastLsn());
    assertEquals(1, found.scan().firstLsn());
  }

  @Test
  void emptyLogIsSoundAndEmptyRecordIsARecord() {
    Found nothing = life.scan();
    assertEquals(List.of(), nothing.scan().requireSound().segments());
    assertEquals(0, nothing.scan().lastLsn());
    assertEquals(1, nothing.scan().firstLsn());
    WriteAheadLog log = life.start(1);
    assertEquals(0, log.durableLsn());
    LogHandle handle = life.append(log, "").get(0);
    assertEquals(0, log.read(handle).remaining());
    assertEquals(List.of(""), life.scan().texts());
  }

  @Test
  void queuedAppendsShareOneWriteAndOneForce() {
    WriteAheadLog log = life.start(1, LogOptions.DEFAULT, Fence.NONE);
    List<StorageOperation> seen = life.observed();
    String[] records = IntStream.range(0, 50).mapToObj(i -> "r" + i).toArray(String[]::new);
    List<Integer> completed = new ArrayList<>();
    List<CompletableFuture<Acknowledgement>> futures = LogLife.queue(log, records);
    for (int i = 0; i < futures.size(); i++) {
      int number = i;
      CompletableFuture<Void> unused = futures.get(i).thenAccept(h -> completed.add(number));
    }
    assertEquals(List.of(), seen);
    life.scheduler.runReady();
    assertEquals(List.of(Kind.WRITE, Kind.FORCE, Kind.HINT), kinds(seen));
    assertEquals(IntStream.range(0, 50).boxed().toList(), completed);
    assertEquals(50, log.durableLsn());
  }

  @Test
  void nothingCompletesBeforeTheForceReturns() {
    WriteAheadLog log = life.start(1);
    CompletableFuture<Acknowledgement> future = LogLife.queue(log, "one").get(0);
    List<String> seen = new ArrayList<>();
    life.disk.onOperation(new Watching(log, future, seen));
    life.scheduler.runReady();
    assertEquals(
        List.of(
            "before WRITE: done false, durable 0", "after WRITE: done false, durable 0",
            "before FORCE: done false, durable 0", "after FORCE: done false, durable 0",
            "before HINT: done false, durable 0", "after HINT: done false, durable 0"),
        seen);
    assertTrue(future.isDone());
    assertEquals(1, log.durableLsn());
  }

  @Test
  void groupIsLimitedInBytesAndNothingIsLeftBehind() {
    LogOptions options =
        SMALL.withSegmentBytes(1 << 20).withMaxRecordBytes(1 << 10).withMaxGroupBytes(200);
    WriteAheadLog log = life.start(1, options, Fence.NONE);
    List<StorageOperation> seen = life.observed();
    // Frames of 64 bytes: three are a group.
    String[] records =
        IntStream.range(0, 7).mapToObj(i -> "x".repeat(20) + i).toArray(String[]::new);
    List<CompletableFuture<Acknowledgement>> futures = LogLife.queue(log, records);
    life.scheduler.runReady();
    assertTrue(futures.stream().allMatch(CompletableFuture::isDone));
    assertEquals(List.of(192, 192, 64), writes(seen));
  }

  @Test
  void recordAboveTheMaximumIsRefusedAndTheLogGoesOn() {
    WriteAheadLog log =
        life.start(1, SMALL.withMaxRecordBytes(10).withMaxGroupBytes(100), Fence.NONE);
    assertMessage(
        assertThrows(ConfigurationException.class, () -> log.append(ByteBuffer.allocate(11))),
        "A record of 11 bytes exceeds the log's maximum of 10 bytes");
    life.append(log, "0123456789");
  }

  @Test
  void largeRecordsAreWrittenFromWhereTheyAre() {
    WriteAheadLog log = life.start(1);
    String large = "large".repeat(10_000);
    List<LogHandle> handles = life.append(log, "small", large, "small again");
    assertEquals(large, text(log.read(handles.get(1))));
    assertEquals(List.of("small", large, "small again"), life.scan().texts());
  }

  @Test
  void idleLogMarksItsLastGroupOnceAndDoesNotForceTheMark() {
    WriteAheadLog log = life.start(1);
    List<StorageOperation> seen = life.observed();
    life.append(log, "one");
    life.scheduler.runUntilIdle();
    assertEquals(List.of(Kind.WRITE, Kind.FORCE, Kind.HINT, Kind.WRITE), kinds(seen));
    life.scheduler.runUntilIdle();
    assertEquals(4, seen.size());
    assertEquals(0, life.scan().scan().unprovenRecords());
    life.append(log, "two");
    assertEquals(List.of("one", "two"), life.scan().texts());
  }

  @Test
  void releaseDeletesWholeSegmentsOldestFirst() {
    WriteAheadLog log = life.start(1);
    for (int i = 0; i < 30; i++) {
      life.append(log, "record " + i + "x".repeat(50));
    }
    List<SegmentRange> segments = log.sealedSegments();
    assertTrue(segments.size() >= 4);
    List<StorageOperation> seen = life.observed();
    assertEquals(0, log.release(segments.get(0).lastLsn()), "its last record is still needed");
    assertEquals(List.of(), seen);
    assertEquals(2, log.release(segments.get(1).lastLsn() + 2));
    assertEquals(
        List.of(LogLife.path(1), LogLife.path(2)),
        seen.stream().filter(op -> op.kind() == Kind.DELETE).map(StorageOperation::path).toList());
    Found found = life.scan();
    assertTrue(found.sound());
    assertEquals(segments.get(2).firstLsn(), found.scan().firstLsn());
    assertEquals(segments.subList(2, segments.size()), log.sealedSegments());
    log.release(Long.MAX_VALUE);
    assertEquals(
        List.of(LogLife.path(segments.size() + 1), LogLife.DIRECTORY + "/" + TailMark.FILE_NAME),
        life.storage.list(LogLife.DIRECTORY).stream()
            .map(file -> LogLife.DIRECTORY + "/" + file.name())
            .toList(),
        "the growing segment stays");
    life.append(log, "more");
    assertTrue(life.scan().sound());
  }

  @Test
  void sealWritesWhatIsQueuedAndThenTakesNothing() {
    WriteAheadLog log = life.start(1);
    CompletableFuture<Acknowledgement> queued = LogLife.queue(log, "last words").get(0);
    CompletableFuture<Void> sealed = log.seal();
    life.scheduler.runUntilIdle();
    assertTrue(sealed.isDone());
    assertEquals(1, queued.join().handle().lsn());
    assertMessage(
        failure(LogLife.queue(log, "late").get(0)), "is sealed; it takes no more records");
    assertEquals(List.of(Verdict.CLEAN), life.scan().verdicts());
    assertEquals("sealed by its writer", life.scan().scan().segments().get(0).explanation());
    log.close();
  }

  @Test
  void closedLogLeavesQueuedRecordsIndeterminate() {
    WriteAheadLog log = life.start(1);
    CompletableFuture<Acknowledgement> queued = LogLife.queue(log, "one").get(0);
    log.close();
    life.scheduler.runUntilIdle();
    Throwable error = failure(queued);
    assertEquals(IndeterminateException.class, error.getClass());
    assertMessage(error, LogLife.path(1), "was closed before the record was known durable");
    assertTrue(life.scan().sound());
  }

  @Test
  void fencedWriterTellsNobodyThatARecordIsDurable() {
    AtomicBoolean superseded = new AtomicBoolean();
    Fence fence =
        () -> {
          if (superseded.get()) {
            throw new FencedException("epoch 2 has taken over");
          }
        };
    WriteAheadLog log = life.start(1, SMALL, fence);
    life.append(log, "mine");
    superseded.set(true);
    List<CompletableFuture<Acknowledgement>> late = LogLife.queue(log, "a", "b");
    life.scheduler.runUntilIdle();
    late.forEach(future -> assertEquals(FencedException.class, failure(future).getClass()));
    superseded.set(false);
    long operations = life.disk.operations();
    assertEquals(FencedException.class, failure(LogLife.queue(log, "c").get(0)).getClass());
    life.scheduler.runUntilIdle();
    assertEquals(operations, life.disk.operations(), "a fenced writer writes nothing more");
  }

  /** Stopped between two segments, it holds no file that anybody could take from it. */
  @Test
  void writerThatFindsItsNextSegmentTakenByANewerEpochIsFenced() {
    WriteAheadLog zombie = life.start(1);
    life.append(zombie, "x".repeat((int) SMALL.segmentBytes()));
    try (WriteAheadLog successor = life.start(2)) {
      life.append(successor, "newer");
      CompletableFuture<Acknowledgement> late = LogLife.queue(zombie, "late").get(0);
      life.scheduler.runUntilIdle();
      assertEquals(FencedException.class, failure(late).getClass());
      assertMessage(failure(late), "epoch 2 has written");
      life.append(successor, "newest");
    }
    zombie.close();
    assertEquals(3, life.scan().records().size());
  }

  @Test
  void sameLogOnRealFiles(@TempDir Path directory) {
    try (Storage files = LocalStorage.open(directory)) {
      TreeMap<Long, String> written = new TreeMap<>();
      for (long epoch = 1; epoch <= 3; epoch++) {
        SimulatedScheduler scheduler = new SimulatedScheduler(epoch, LogLife.START_MILLIS);
        LogScan scan = LogLife.scan(files, written.size()).scan();
        try (WriteAheadLog log =
            WriteAheadLog.start(
                files, scan, new Writer("log", epoch, Fence.NONE), SMALL, scheduler)) {
          for (int i = 0; i < 10; i++) {
            String record = "epoch " + epoch + " record " + i + "x".repeat(60);
            CompletableFuture<Acknowledgement> future = log.append(LogLife.bytes(record));
            scheduler.runReady();
            assertEquals(record, text(log.read(future.join().handle())));
            written.put(future.join().handle().lsn(), record);
          }
          if (epoch == 2) {
            assertTrue(log.release(5) > 0);
          }
        }
      }
      Found found = LogLife.scan(files, 30);
      assertTrue(found.sound());
      assertFalse(found.records().containsKey(1L));
      assertEquals(written.tailMap(found.scan().firstLsn()), found.records());
      assertTrue(
          files.list(LogLife.DIRECTORY).stream()
              .map(FileStatus::name)
              .filter(name -> !name.equals(TailMark.FILE_NAME))
              .allMatch(SegmentHeader::isSegmentName));
    }
  }

  private static Throwable failure(CompletableFuture<?> future) {
    return assertThrows(CompletionException.class, future::join).getCause();
  }

  private static List<Kind> kinds(List<StorageOperation> operations) {
    return operations.stream().map(StorageOperation::kind).toList();
  }

  private static List<Integer> writes(List<StorageOperation> operations) {
    return operations.stream()
        .filter(op -> op.kind() == Kind.WRITE)
        .map(StorageOperation::parts)
        .toList();
  }
}
