package io.holdfast.wal;

import io.holdfast.wal.SegmentScanner.CopyChange;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A segment as a scan has verified it, put together from the copies that were good. Ends with the
 * last valid frame. Closes nothing: the copies belong to the reader that they came from.
 */
final class MergedSegment implements StorageReader {
  private final List<StorageReader> copies;
  private final List<CopyChange> changes;
  private final long length;

  MergedSegment(SegmentScanner scanner) {
    this.copies = scanner.readers();
    this.changes = scanner.copyChanges();
    this.length = scanner.position();
  }

  @Override
  public String location() {
    return copies.get(0).location();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int read(long position, ByteBuffer target) {
    int start = target.position();
    int end = target.limit();
    long at = position;
    while (at < length && target.position() < end) {
      long part = Math.min(length, endOfPart(at)) - at;
      target.limit((int) Math.min(end, target.position() + part));
      int read = copies.get(copyAt(at)).read(at, target);
      target.limit(end);
      if (read == 0) {
        break;
      }
      at += read;
    }
    return target.position() - start;
  }

  private int copyAt(long position) {
    int copy = 0;
    for (CopyChange change : changes) {
      if (change.offset() <= position) {
        copy = change.copy();
      }
    }
    return copy;
  }

  private long endOfPart(long position) {
    for (CopyChange change : changes) {
      if (change.offset() > position) {
        return change.offset();
      }
    }
    return length;
  }

  @Override
  public void close() {
    // The copies are closed with the reader they belong to.
  }
}
