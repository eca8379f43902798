package io.holdfast.wal;

import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.wal.SegmentHeader.Predecessor;
import io.holdfast.wal.storage.FileExistsException;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A log that is being written by this process.
 *
 * <p>Owns: the segment that grows, and the list of segments that are there. Invariants: LSNs are
 * consecutive; a future of {@link #append} completes normally only when its record and all records
 * before it are durable and no newer epoch has taken over; after the first failure nothing is
 * written to the log again.
 *
 * <p>{@code append}, {@code read} and {@code release} may be called from any thread. Futures
 * complete on the log's own executor: a dependent action that does more than hand over belongs
 * elsewhere.
 */
public final class WriteAheadLog implements AutoCloseable {
  private final Storage storage;
  private final String directory;
  private final GroupCommit groupCommit;
  private final RecordReader reader;
  private final List<SegmentRange> sealed = new ArrayList<>();
  private final Object segmentsLock = new Object();

  /**
   * A segment and the records it holds.
   *
   * @param sequence of the segment
   * @param firstLsn of its first record
   * @param lastLsn of its last record; below {@code firstLsn} if it is empty
   */
  public record SegmentRange(long sequence, long firstLsn, long lastLsn) {}

  /** Who writes: passed to {@link #start}. */
  public record Writer(String name, long epoch, Fence fence) {}

  private WriteAheadLog(Storage storage, LogScan scan, GroupCommit groupCommit) {
    this.storage = storage;
    this.directory = scan.directory();
    this.groupCommit = groupCommit;
    this.reader = new RecordReader(storage, directory, scan.logId());
    for (SegmentReport s : scan.chain()) {
      sealed.add(new SegmentRange(s.header().sequence(), s.header().firstLsn(), s.lastLsn()));
    }
  }

  /**
   * Starts a new segment behind a scanned log. Records that the scan could not prove durable are
   * written to it first, so when this returns every record of the scan is durable. A crash at any
   * point leaves the log as the scan found it or complete; starting again is always right.
   *
   * @param scan a sound scan of the log ({@link LogScan#requireSound()})
   */
  public static WriteAheadLog start(
      Storage storage, LogScan scan, Writer writer, LogOptions options, Scheduler scheduler) {
    scan.requireSound();
    storage.createDirectories(scan.directory());
    sweepTemporaryFiles(storage, scan.directory());
    // The last writer may have been killed between a renaming and the force of the directory: what
    // the scan has seen must not vanish once a segment stands that goes on from it.
    storage.forceDirectory(scan.directory());
    SegmentWriter first =
        firstSegment(storage, scan, writer.epoch(), scheduler.currentTimeMillis());
    SerialExecutor lane = scheduler.serial(writer.name());
    GroupCommit commit =
        new GroupCommit(
            first, scan.lastLsn(), lane, scheduler, new GroupCommit.Rules(options, writer.fence()));
    WriteAheadLog log = new WriteAheadLog(storage, scan, commit);
    commit.onRoll(log::nextSegment);
    return log;
  }

  /**
   * Queues a record; all that are queued when the writer comes round share one write and one force.
   *
   * @param payload must not be changed until the future is complete
   * @return completes with the record's place when it is durable; fails with {@link
   *     io.holdfast.IndeterminateException} when its fate is unknown, {@link
   *     io.holdfast.FencedException} when a newer epoch has taken over
   */
  public CompletableFuture<LogHandle> append(ByteBuffer payload) {
    return groupCommit.append(payload);
  }

  /** Reads a record back and verifies it against its handle. */
  public ByteBuffer read(LogHandle handle) {
    return reader.read(handle);
  }

  /** Everything up to this LSN is durable. */
  public long durableLsn() {
    return groupCommit.durableLsn();
  }

  /** The segments that are there and complete, oldest first; without the one that grows. */
  public List<SegmentRange> sealedSegments() {
    synchronized (segmentsLock) {
      return List.copyOf(sealed);
    }
  }

  /**
   * Deletes the segments that hold only records below {@code keepFromLsn}, oldest first. The caller
   * has made durable that nobody needs them. Each deletion is forced before the next: a disk that
   * kept a later one and lost an earlier one would leave a gap. A crash midway leaves a log that
   * begins later, or as it was.
   *
   * @return how many were deleted
   */
  public int release(long keepFromLsn) {
    int released = 0;
    for (SegmentRange segment : sealedSegments()) {
      if (segment.lastLsn() >= keepFromLsn) {
        break;
      }
      deleteThrough(segment.sequence());
      synchronized (segmentsLock) {
        sealed.remove(segment);
      }
      released++;
    }
    return released;
  }

  /**
   * Writes out what is queued, seals the segment, and closes the log. Appends that come later fail.
   */
  public CompletableFuture<Void> seal() {
    return groupCommit.seal();
  }

  /** Closes files. Queued appends fail as indeterminate. */
  @Override
  public void close() {
    groupCommit.abandon();
    reader.close();
  }

  private void deleteThrough(long sequence) {
    for (FileStatus file : storage.list(directory)) {
      if (SegmentHeader.isSegmentName(file.name())
          && file.name().compareTo(SegmentHeader.fileName(sequence)) <= 0) {
        reader.forget(SegmentHeader.sequenceOf(file.name()));
        storage.delete(directory + "/" + file.name());
        storage.forceDirectory(directory);
      }
    }
  }

  private SegmentWriter nextSegment(SegmentWriter last, long lastLsn, long nowMillis) {
    SegmentHeader header = last.header();
    synchronized (segmentsLock) {
      sealed.add(new SegmentRange(header.sequence(), header.firstLsn(), lastLsn));
    }
    return create(
        storage,
        directory,
        last.asPredecessor(),
        header.sequence() + 1,
        new Next(header.logId(), header.epoch(), lastLsn + 1, lastLsn, nowMillis),
        List.of());
  }

  private static SegmentWriter firstSegment(
      Storage storage, LogScan scan, long epoch, long nowMillis) {
    LogScan.End end = scan.end();
    Next next = new Next(scan.logId(), epoch, end.provenLsn() + 1, scan.lastLsn(), nowMillis);
    return create(
        storage, scan.directory(), end.predecessor(), end.freeSequence(), next, end.unproven());
  }

  private static SegmentWriter create(
      Storage storage,
      String directory,
      Predecessor before,
      long firstFree,
      Next next,
      List<byte[]> records) {
    for (long sequence = firstFree; ; sequence++) {
      SegmentHeader header =
          new SegmentHeader(
              next.logId,
              next.epoch,
              sequence,
              next.firstLsn,
              before,
              next.durableLsn,
              next.nowMillis);
      try {
        return SegmentWriter.create(storage, directory, header, records);
      } catch (FileExistsException e) {
        if (!storage.exists(directory + "/" + header.fileName())) {
          throw e;
        }
        // A writer of an older epoch that is still alive took the number; ours is the next one.
      }
    }
  }

  private static void sweepTemporaryFiles(Storage storage, String directory) {
    for (FileStatus file : storage.list(directory)) {
      if (file.name().endsWith(".tmp")) {
        storage.delete(directory + "/" + file.name());
      }
    }
  }

  private record Next(LogId logId, long epoch, long firstLsn, long durableLsn, long nowMillis) {}
}
