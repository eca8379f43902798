package io.holdfast.wal;

import io.holdfast.wal.FrameLayout.FrameHeader;
import io.holdfast.wal.SegmentHeader.Predecessor;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the frames of one segment. Frames are collected and go out with one write; nothing is
 * durable before {@link #force}. Used by one thread at a time; after an exception the segment is
 * dead (rule R9).
 */
final class SegmentWriter {
  private static final byte[] ZEROS = new byte[FrameLayout.ALIGNMENT];
  private static final int COPY_LIMIT_BYTES = 16 << 10;

  private final SegmentHeader header;
  private final FrameLayout layout;
  private final Appender appender;
  private final List<ByteBuffer> pending = new ArrayList<>();
  private ByteBuffer small = newSmallBuffer(4 << 10);
  private int smallStart;
  private long position;
  private int previousCrc;

  private SegmentWriter(SegmentHeader header, Appender appender) {
    this.header = header;
    this.layout = new FrameLayout(header.logId(), header.sequence());
    this.appender = appender;
    this.previousCrc = header.predecessor().lastFrameCrc();
    this.position = SegmentHeader.BYTES;
  }

  /**
   * Creates a segment that begins with {@code first} as its records. When this returns, header,
   * records and the file's name are durable; a crash before leaves at most a temporary file, which
   * means nothing.
   */
  static SegmentWriter create(
      Storage storage, String directory, SegmentHeader header, List<byte[]> first) {
    String name = directory + "/" + header.fileName();
    String temporary = name + ".e" + header.epoch() + ".tmp";
    storage.delete(temporary);
    Appender appender = storage.createExclusive(temporary);
    SegmentWriter writer = new SegmentWriter(header, appender);
    try {
      writer.pending.add(header.encode());
      long lsn = header.firstLsn();
      for (byte[] record : first) {
        writer.add(FrameLayout.DATA, lsn++, header.durableThroughLsn(), ByteBuffer.wrap(record));
      }
      writer.write();
      writer.force();
      storage.publish(temporary, name);
      storage.forceDirectory(directory);
    } catch (RuntimeException e) {
      appender.close();
      throw e;
    }
    return writer;
  }

  SegmentHeader header() {
    return header;
  }

  /** End of the frames added so far. */
  long position() {
    return position;
  }

  String location() {
    return appender.location();
  }

  /**
   * Adds a frame to what the next {@link #write} writes. The payload must not change until then.
   */
  LogHandle add(byte type, long lsn, long durableThroughLsn, ByteBuffer payload) {
    int length = payload.remaining();
    int crc = layout.payloadCrc(payload);
    long offset = position;
    boolean copied = length <= COPY_LIMIT_BYTES;
    smallRoom(FrameLayout.HEADER_BYTES + (copied ? FrameLayout.paddedBytes(length) : 0));
    previousCrc =
        layout.encode(
            small,
            offset,
            new FrameHeader(type, length, lsn, durableThroughLsn, previousCrc, crc, 0));
    int padding = FrameLayout.paddedBytes(length) - length;
    if (copied) {
      small.put(payload.duplicate()).put(ZEROS, 0, padding);
    } else {
      cutSmall();
      pending.add(payload.duplicate());
      smallRoom(padding);
      small.put(ZEROS, 0, padding);
    }
    position += FrameLayout.frameBytes(length);
    return new LogHandle(lsn, header.sequence(), offset, length, crc);
  }

  /** Hands all added frames to the file in one write. */
  void write() {
    cutSmall();
    appender.write(pending.toArray(ByteBuffer[]::new));
    pending.clear();
    small.clear();
    smallStart = 0;
  }

  void force() {
    appender.force();
  }

  /** Writes a seal and forces it; the segment ends here. */
  void seal(long lastLsn) {
    add(FrameLayout.SEAL, lastLsn, lastLsn, ByteBuffer.allocate(0));
    write();
    force();
    close();
  }

  void close() {
    appender.close();
  }

  /** What the segment after this one has to know of it. */
  Predecessor asPredecessor() {
    return new Predecessor(header.sequence(), position, previousCrc);
  }

  private void smallRoom(int bytes) {
    if (small.remaining() < bytes) {
      cutSmall();
      small = newSmallBuffer(Math.max(bytes, Math.min(small.capacity() * 2, 256 << 10)));
      smallStart = 0;
    }
  }

  private void cutSmall() {
    if (small.position() > smallStart) {
      pending.add(small.slice(smallStart, small.position() - smallStart));
      smallStart = small.position();
    }
  }

  private static ByteBuffer newSmallBuffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
