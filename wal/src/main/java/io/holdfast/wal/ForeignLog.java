package io.holdfast.wal;

import io.holdfast.wal.LogFiles.Link;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A log that another process writes, or that nobody writes any more: its records are read by their
 * handles, and what nobody needs of it is deleted. Any thread.
 */
public final class ForeignLog implements AutoCloseable {
  private final Storage storage;
  private final String directory;
  private final LogId logId;
  private final RecordReader reader;

  /** The log in {@code directory}; opens nothing yet. */
  public ForeignLog(Storage storage, String directory, LogId logId) {
    this.storage = storage;
    this.directory = directory;
    this.logId = logId;
    this.reader = new RecordReader(storage, directory, logId);
  }

  /**
   * Reads a record and verifies it against its handle.
   *
   * @throws io.holdfast.NotReplayableException if the segment is gone
   * @throws io.holdfast.DamageException if the bytes are not those that were written
   */
  public ByteBuffer read(LogHandle handle) {
    return reader.read(handle);
  }

  /**
   * Deletes the segments that hold only records below {@code keepFromLsn}, oldest first, each
   * durably before the next; never the last one, which a writer may have open. The caller has made
   * durable that nobody needs them.
   *
   * @return how many were deleted
   */
  public synchronized int release(long keepFromLsn) {
    int released = 0;
    List<Link> links = LogFiles.in(storage, directory, logId).links();
    for (Link link : links) {
      if (link.next() == null || link.next().firstLsn() > keepFromLsn) {
        break;
      }
      reader.forget(link.segment().header().sequence());
      storage.delete(link.segment().path());
      storage.forceDirectory(directory);
      released++;
    }
    return released;
  }

  /**
   * Deletes all of it, durably: nobody writes it, and nobody needs anything of it. A crash midway
   * leaves the end of the log, which is sound, or no segment. What is gone already is no error.
   */
  public synchronized void delete() {
    reader.close();
    if (storage.exists(directory)) {
      release(Long.MAX_VALUE);
      // The mark of its end goes first: without a segment it would be evidence of a loss.
      for (FileStatus file : storage.list(directory)) {
        if (!SegmentHeader.isSegmentName(file.name())) {
          storage.delete(StoragePath.join(directory, file.name()));
        }
      }
      storage.forceDirectory(directory);
      storage.deleteTree(directory);
    }
    storage.forceDirectory(StoragePath.parent(directory));
  }

  @Override
  public void close() {
    reader.close();
  }
}
