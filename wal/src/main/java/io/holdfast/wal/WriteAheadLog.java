package io.holdfast.wal;

import io.holdfast.DamageException;
import io.holdfast.FencedException;
import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.wal.SegmentHeader.Predecessor;
import io.holdfast.wal.storage.DurableFile;
import io.holdfast.wal.storage.FileExistsException;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
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
  private final LogOptions options;
  private final Retention retention = new Retention();
  private final RecordReader reader;
  private final GroupCommit groupCommit;

  /**
   * A segment and the records it holds.
   *
   * @param sequence of the segment
   * @param firstLsn of its first record
   * @param lastLsn of its last record; below {@code firstLsn} if it is empty
   * @param lengthBytes of its frames and its header
   */
  public record SegmentRange(long sequence, long firstLsn, long lastLsn, long lengthBytes) {}

  /** Who writes: passed to {@link #start}. */
  public record Writer(String name, long epoch, Fence fence) {}

  private WriteAheadLog(
      Storage storage, LogScan scan, Writer writer, LogOptions options, Scheduler scheduler) {
    this.storage = storage;
    this.directory = scan.directory();
    this.options = options.fittedTo(storage.totalBytes());
    this.reader = new RecordReader(storage, directory, scan.logId(), retention);
    for (SegmentReport s : scan.chain()) {
      retention.completed(
          new SegmentRange(
              s.header().sequence(), s.header().firstLsn(), s.lastLsn(), s.validBytes()));
    }
    SegmentWriter first = firstSegment(scan, writer.epoch(), scheduler.currentTimeMillis());
    TailMark.Writer tailMark =
        TailMark.Writer.open(storage, directory, scan.logId(), writer.epoch());
    MetricsCounter counter = new MetricsCounter();
    ActiveSegment segment =
        new ActiveSegment(
            first,
            scan.lastLsn(),
            new ActiveSegment.Rules(this.options, writer.fence(), tailMark),
            this::nextSegment,
            counter,
            scheduler);
    RoomGauge room = new RoomGauge(storage, options.reserveBytes());
    SerialExecutor lane = scheduler.serial(writer.name());
    groupCommit = new GroupCommit(segment, lane, scheduler, options, room, counter);
  }

  /**
   * Starts a new segment behind a scanned log. Records that the scan could not prove durable are
   * written to it first, so when this returns every record of the scan is durable. Bytes that a
   * crash tore off have been copied to a file of their own by then, and forced. A crash at any
   * point leaves the log as the scan found it or complete; starting again is always right.
   *
   * @param scan a sound scan of the log ({@link LogScan#requireSound()})
   */
  public static WriteAheadLog start(
      Storage storage, LogScan scan, Writer writer, LogOptions options, Scheduler scheduler) {
    scan.requireSound();
    storage.createDirectories(scan.directory());
    DurableFile.sweep(storage, scan.directory());
    // The last writer may have been killed between a renaming and the force of the directory: what
    // the scan has seen must not vanish once a segment stands that goes on from it.
    storage.forceDirectory(scan.directory());
    if (scan.end().cut() != null) {
      CutBytes.keep(storage, scan.end().cut(), writer.epoch());
    }
    return new WriteAheadLog(storage, scan, writer, options, scheduler);
  }

  /**
   * Queues a record; all that are queued when the writer comes round share one write and one force.
   *
   * @param payload must not be changed until the future is complete
   * @return completes with the record's place when it is durable, or, under another sync policy
   *     than {@code ALWAYS}, when it is written, and says which. Fails with {@link
   *     io.holdfast.IndeterminateException} when the record's fate is unknown, {@link
   *     io.holdfast.FencedException} when a newer epoch has taken over, {@link
   *     io.holdfast.wal.storage.StorageFullException} when nothing was written because there is too
   *     little room above the reserve or too much in the queue; after that the log goes on, and the
   *     record may be appended again
   */
  public CompletableFuture<Acknowledgement> append(ByteBuffer payload) {
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

  /** What the log has done since it was started. */
  public LogMetrics metrics() {
    return groupCommit.metrics(retention);
  }

  /**
   * Forces everything that was appended before, whatever the sync policy.
   *
   * @return completes when that is durable
   */
  public CompletableFuture<Void> force() {
    return groupCommit.force();
  }

  Retention retention() {
    return retention;
  }

  /** The segments that are there and complete, oldest first; without the one that grows. */
  public List<SegmentRange> sealedSegments() {
    return retention.segments();
  }

  /**
   * Keeps all records from {@code fromLsn} on until the pin is closed, whatever is released
   * meanwhile. What was released before stays so.
   */
  public LogPin pin(long fromLsn) {
    return retention.pin(fromLsn);
  }

  /**
   * Deletes the segments that hold only records below {@code keepFromLsn}, oldest first. The caller
   * has made durable that nobody needs them. Stops at a segment that is pinned or just being read;
   * the next release gets it. Each deletion is forced before the next: a disk that kept a later one
   * and lost an earlier one would leave a gap. A crash midway leaves a log that begins later, or as
   * it was.
   *
   * @return how many were deleted
   */
  public int release(long keepFromLsn) {
    int released = 0;
    for (Optional<SegmentRange> oldest = retention.takeReleasable(keepFromLsn);
        oldest.isPresent();
        oldest = retention.takeReleasable(keepFromLsn)) {
      deleteThrough(oldest.get().sequence());
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

  /**
   * Closes files; those that a write or force is using just now are closed when that is over.
   * Queued appends fail as indeterminate. Any thread.
   */
  @Override
  public void close() {
    groupCommit.abandon();
    reader.close();
  }

  /** Files of a segment, and bytes that were cut from it, have its name or begin with it. */
  private void deleteThrough(long sequence) {
    for (FileStatus file : storage.list(directory)) {
      boolean ofSegment = SegmentHeader.isSegmentName(file.name());
      String segment = ofSegment ? file.name() : CutBytes.segmentOf(file.name());
      if (segment == null || segment.compareTo(SegmentHeader.fileName(sequence)) > 0) {
        continue;
      }
      if (ofSegment) {
        reader.forget(SegmentHeader.sequenceOf(file.name()));
      }
      storage.delete(directory + "/" + file.name());
      if (ofSegment) {
        storage.forceDirectory(directory);
      }
    }
  }

  private SegmentWriter nextSegment(SegmentWriter last, long lastLsn, long nowMillis) {
    SegmentHeader header = last.header();
    retention.completed(
        new SegmentRange(header.sequence(), header.firstLsn(), lastLsn, last.position()));
    return create(
        last.asPredecessor(),
        header.sequence() + 1,
        new Next(header.logId(), header.epoch(), lastLsn + 1, lastLsn, nowMillis),
        List.of());
  }

  private SegmentWriter firstSegment(LogScan scan, long epoch, long nowMillis) {
    LogScan.End end = scan.end();
    Next next = new Next(scan.logId(), epoch, end.provenLsn() + 1, scan.lastLsn(), nowMillis);
    return create(end.predecessor(), end.freeSequence(), next, end.unproven());
  }

  private SegmentWriter create(
      Predecessor before, long firstFree, Next next, List<byte[]> records) {
    // A record may be longer than a segment, and a group may overshoot by its own length.
    long expectedBytes = options.segmentBytes() + options.maxGroupBytes() + SegmentHeader.BYTES;
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
        return SegmentWriter.create(storage, directory, header, records, expectedBytes);
      } catch (FileExistsException e) {
        String taken = StoragePath.join(directory, header.fileName());
        if (!storage.exists(taken)) {
          throw e;
        }
        // A writer of an older epoch that is still alive took the number; ours is the next one.
        refuseNewerEpoch(header, taken);
      }
    }
  }

  /**
   * A writer that was stopped between two segments holds no file that could be taken from it: the
   * first thing that tells it of its successor is that the place of its next segment is taken.
   */
  private void refuseNewerEpoch(SegmentHeader ours, String taken) {
    SegmentHeader theirs;
    try {
      theirs = LogFiles.open(storage, taken, ours.sequence(), null).header();
    } catch (DamageException e) {
      // It says nothing of who wrote it; whoever reads the log reports it.
      return;
    }
    if (theirs.logId().equals(ours.logId()) && theirs.epoch() > ours.epoch()) {
      throw new FencedException(
          "Epoch "
              + ours.epoch()
              + " was superseded: epoch "
              + theirs.epoch()
              + " has written "
              + storage.location()
              + "/"
              + taken
              + ". Another process has taken the log over; this one appends nothing more.");
    }
  }

  private record Next(LogId logId, long epoch, long firstLsn, long durableLsn, long nowMillis) {}
}
