package io.holdfast.wal;

import io.holdfast.DamageException;
import io.holdfast.NotReplayableException;
import io.holdfast.wal.FrameLayout.FrameHeader;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads single records by handle and verifies each. Segments that were read stay open in a {@link
 * ReaderPool}. Any thread.
 */
public final class RecordReader implements AutoCloseable {
  private static final int MOST_IDLE = 64;

  private final Storage storage;
  private final String directory;
  private final LogId logId;
  private final Retention retention;
  private final ReaderPool readers;
  private final boolean own;

  /** A reader with a pool of its own. */
  public RecordReader(Storage storage, String directory, LogId logId) {
    this(storage, directory, logId, new Retention());
  }

  RecordReader(Storage storage, String directory, LogId logId, Retention retention) {
    this(storage, directory, logId, retention, new ReaderPool(MOST_IDLE), true);
  }

  /**
   * A reader that shares a pool with those of other logs.
   *
   * @param readers of this storage; stays open when this is closed
   */
  public RecordReader(Storage storage, String directory, LogId logId, ReaderPool readers) {
    this(storage, directory, logId, new Retention(), readers, false);
  }

  private RecordReader(
      Storage storage,
      String directory,
      LogId logId,
      Retention retention,
      ReaderPool readers,
      boolean own) {
    this.storage = storage;
    this.directory = directory;
    this.logId = logId;
    this.retention = retention;
    this.readers = readers;
    this.own = own;
  }

  /**
   * Reads one record.
   *
   * @return the payload
   * @throws NotReplayableException if the segment is gone
   * @throws DamageException if the bytes are not those that were written
   */
  public ByteBuffer read(LogHandle handle) {
    retention.reading(handle.segment());
    try {
      String path = path(handle.segment());
      return readers.use(path, () -> openSegment(path), reader -> verified(reader, handle));
    } finally {
      retention.read(handle.segment());
    }
  }

  private ByteBuffer verified(StorageReader reader, LogHandle handle) {
    String wrong = null;
    for (StorageReader copy : reader.copies()) {
      ByteBuffer bytes =
          ByteBuffer.allocate(FrameLayout.HEADER_BYTES + handle.lengthBytes())
              .order(ByteOrder.LITTLE_ENDIAN);
      copy.read(handle.offset(), bytes);
      String problem = problemOf(bytes.flip(), handle);
      if (problem == null) {
        return bytes.slice(FrameLayout.HEADER_BYTES, handle.lengthBytes());
      }
      wrong = wrong == null ? problem : wrong;
    }
    throw damaged(reader, handle, wrong);
  }

  /** What is wrong with a frame; null if it is the one that was written. */
  private String problemOf(ByteBuffer bytes, LogHandle handle) {
    FrameHeader header = new FrameLayout(logId, handle.segment()).decode(bytes, handle.offset());
    if (header == null || bytes.remaining() < FrameLayout.HEADER_BYTES + handle.lengthBytes()) {
      return "there is no whole frame at this place";
    }
    ByteBuffer payload = bytes.slice(FrameLayout.HEADER_BYTES, handle.lengthBytes());
    boolean same =
        header.lsn() == handle.lsn()
            && header.lengthBytes() == handle.lengthBytes()
            && header.payloadCrc() == handle.crc32c()
            && FrameLayout.crc32c(payload) == handle.crc32c();
    return same
        ? null
        : "the frame is not the one that was written, or its payload fails its checksum";
  }

  void forget(long segment) {
    readers.forget(path(segment));
  }

  @Override
  public void close() {
    if (own) {
      readers.close();
    }
  }

  private String path(long segment) {
    return directory + "/" + SegmentHeader.fileName(segment);
  }

  private StorageReader openSegment(String path) {
    try {
      return storage.open(path);
    } catch (FileMissingException e) {
      throw new NotReplayableException(
          storage.location()
              + "/"
              + path
              + " is missing, and a record that is still needed lies in it. Put the file back.",
          e);
    }
  }

  private static DamageException damaged(StorageReader reader, LogHandle handle, String why) {
    return new DamageException(
        reader.location()
            + " offset "
            + handle.offset()
            + ": "
            + why
            + " (LSN "
            + handle.lsn()
            + ", "
            + handle.lengthBytes()
            + " bytes). The record was acknowledged; restore the file from a copy.");
  }
}
