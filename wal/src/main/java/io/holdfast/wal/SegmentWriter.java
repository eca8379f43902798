package io.holdfast.wal;

import io.holdfast.wal.FrameLayout.FrameHeader;
import io.holdfast.wal.SegmentHeader.Predecessor;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Writes the frames of one segment. Frames are collected in one buffer and go out with one write,
 * or with several if the buffer is too small; nothing is durable before {@link #force}. Used by one
 * thread at a time; after an exception the segment is dead (rule R9).
 */
final class SegmentWriter {
  private static final int FIRST_BUFFER_BYTES = 4 << 10;
  private static final int LARGEST_BUFFER_BYTES = 1 << 20;

  /** Writes up to this size are small: what is gained by growing ahead is more than it costs. */
  private static final int SMALL_WRITE_BYTES = 16 << 10;

  private static final int AHEAD_BYTES = 256 << 10;

  /** So many small writes show that more of them will come. */
  private static final int WRITES_BEFORE_AHEAD = 8;

  private static final byte[] ZEROS = new byte[FrameLayout.ALIGNMENT];

  private final SegmentHeader header;
  private final FrameLayout layout;
  private final Appender appender;
  private final String location;
  private ByteBuffer buffer;
  private long position;
  private int previousCrc;
  private int smallWrites;
  private long aheadEnd;

  private SegmentWriter(SegmentHeader header, Appender appender, String location) {
    this.header = header;
    this.location = location;
    this.layout = new FrameLayout(header.logId(), header.sequence());
    this.appender = appender;
    this.buffer = newBuffer(FIRST_BUFFER_BYTES);
    this.previousCrc = header.predecessor().lastFrameCrc();
    this.position = SegmentHeader.BYTES;
  }

  /**
   * Creates a segment that begins with {@code first} as its records.
   *
   * @param expectedBytes how long it may get. When this returns, header, records and the file's
   *     name are durable; a crash before leaves at most a temporary file, which means nothing.
   */
  static SegmentWriter create(
      Storage storage,
      String directory,
      SegmentHeader header,
      List<byte[]> first,
      long expectedBytes) {
    String name = directory + "/" + header.fileName();
    String suffix = ".e" + header.epoch() + ".tmp";
    String temporary = name + suffix;
    storage.delete(temporary);
    Appender appender = storage.createExclusive(temporary, expectedBytes);
    SegmentWriter writer =
        new SegmentWriter(header, appender, appender.location().replace(suffix, ""));
    try {
      writer.copy(header.encode());
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
    return location;
  }

  /** Adds a frame to what the next {@link #write} writes; the payload is copied. */
  LogHandle add(byte type, long lsn, long durableThroughLsn, ByteBuffer payload) {
    return add(type, lsn, durableThroughLsn, payload, layout.payloadCheck(payload));
  }

  /** The same for a payload whose sums ({@link PayloadCheck}) are known. */
  LogHandle add(byte type, long lsn, long durableThroughLsn, ByteBuffer payload, long check) {
    int length = payload.remaining();
    long offset = position;
    room(FrameLayout.HEADER_BYTES);
    previousCrc =
        layout.encode(
            buffer,
            offset,
            new FrameHeader(type, length, lsn, durableThroughLsn, previousCrc, check, 0));
    copy(payload);
    int padding = FrameLayout.paddedBytes(length) - length;
    room(padding);
    buffer.put(ZEROS, 0, padding);
    position += FrameLayout.frameBytes(length);
    return new LogHandle(lsn, header.sequence(), offset, length, PayloadCheck.crc(check));
  }

  /** Hands all added frames to the file. */
  void write() {
    if (buffer.position() > 0) {
      growAhead(buffer.position());
      appender.write(buffer.flip());
      buffer.clear();
    }
  }

  /** While writes are small the file grows by many of them at once. */
  private void growAhead(int bytes) {
    if (bytes > SMALL_WRITE_BYTES) {
      smallWrites = 0;
    } else if (++smallWrites > WRITES_BEFORE_AHEAD && position > aheadEnd) {
      appender.growAhead(AHEAD_BYTES);
      aheadEnd = appender.position() + AHEAD_BYTES;
    }
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

  private void copy(ByteBuffer source) {
    int from = source.position();
    while (from < source.limit()) {
      room(Math.min(source.limit() - from, LARGEST_BUFFER_BYTES));
      int part = Math.min(source.limit() - from, buffer.remaining());
      buffer.put(buffer.position(), source, from, part);
      buffer.position(buffer.position() + part);
      from += part;
    }
  }

  /** Makes room for so many bytes, at most {@value #LARGEST_BUFFER_BYTES}. */
  private void room(int bytes) {
    if (buffer.remaining() >= bytes) {
      return;
    }
    int wanted = buffer.position() + bytes;
    if (wanted > LARGEST_BUFFER_BYTES) {
      write();
    }
    if (buffer.capacity() < Math.min(wanted, LARGEST_BUFFER_BYTES)) {
      int capacity = Math.max(Math.min(wanted, LARGEST_BUFFER_BYTES), buffer.capacity() * 4);
      buffer = newBuffer(Math.min(capacity, LARGEST_BUFFER_BYTES)).put(buffer.flip());
    }
  }

  private ByteBuffer newBuffer(int bytes) {
    return appender.newBuffer(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
