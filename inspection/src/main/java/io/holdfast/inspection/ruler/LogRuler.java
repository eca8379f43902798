package io.holdfast.inspection.ruler;

import io.holdfast.HoldfastException;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.ExecutorRecords;
import io.holdfast.inspection.LogKind;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogId;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.function.Consumer;

/** The bytes of a segment: its header, and its frames with what their records hold. */
public final class LogRuler {
  private static final int FRAME_HEADER_BYTES = 40;
  private static final int ALIGNMENT = 8;
  private static final int BYTES_AROUND = 32;

  private final StorageReader segment;
  private final LogKind kind;
  private final boolean redacted;
  private final Consumer<Content> out;

  /**
   * A ruler for one segment.
   *
   * @param segment stays open as long as this is used; not closed here
   */
  public LogRuler(StorageReader segment, LogKind kind, boolean redacted, Consumer<Content> out) {
    this.segment = segment;
    this.kind = kind;
    this.redacted = redacted;
    this.out = out;
  }

  /** The header, which has verified. */
  public void header() {
    HexRuler ruler = ruler(read(0, SegmentHeader.BYTES), 0);
    ruler.title("segment header");
    ruler.raw(8, "magic");
    ruler.shortField("format major %s");
    ruler.shortField("format minor %s");
    ruler.intField("header length %s");
    ruler.longField("features %s");
    ByteBuffer id = ruler.peek(16).order(ByteOrder.LITTLE_ENDIAN);
    ruler.raw(16, "log id " + new LogId(id.getLong(0), id.getLong(8)));
    ruler.longField("epoch %s");
    ruler.longField("segment %s");
    ruler.longField("first LSN %s");
    ruler.longField("predecessor: segment %s");
    ruler.longField("predecessor: valid length %s");
    ruler.longField("predecessor: header checksum of its last frame");
    ruler.longField("durable through LSN %s");
    ByteBuffer created = ruler.peek(8).order(ByteOrder.LITTLE_ENDIAN);
    ruler.longField("created " + Instant.ofEpochMilli(created.getLong(0)));
    ruler.raw(20, "zero");
    ruler.hexField("CRC32C of the header %s");
  }

  /** A frame that has verified. */
  public void frame(Frame frame) {
    int length = frame.payload().remaining();
    int padding = -length & (ALIGNMENT - 1);
    ByteBuffer bytes = read(frame.offset(), FRAME_HEADER_BYTES + length + padding);
    HexRuler ruler = ruler(bytes.slice(0, FRAME_HEADER_BYTES), frame.offset());
    frameHeader(ruler, "type %s, " + frame.type());
    if (length > 0) {
      payload(bytes.slice(FRAME_HEADER_BYTES, length), frame.offset() + FRAME_HEADER_BYTES);
    }
    if (padding > 0) {
      ByteBuffer zeros = bytes.slice(FRAME_HEADER_BYTES + length, padding);
      ruler(zeros, frame.offset() + FRAME_HEADER_BYTES + length).raw(padding, "padding");
    }
  }

  /**
   * Bytes where a frame is due and none verifies, as the fields that a frame would have there.
   *
   * @param at where the frame is due
   * @param offset that is to be seen; further bytes are shown around it
   */
  public void unverified(long at, long offset) {
    ByteBuffer bytes = read(at, FRAME_HEADER_BYTES);
    HexRuler ruler = ruler(bytes, at);
    ruler.title("where a frame is due");
    if (bytes.remaining() == FRAME_HEADER_BYTES) {
      frameHeader(ruler, "type %s");
    } else if (bytes.hasRemaining()) {
      ruler.payload(bytes.remaining(), "less than a frame header");
    }
    long from = Math.max(at + bytes.limit(), (offset & -BYTES_AROUND) - BYTES_AROUND);
    ByteBuffer around = read(from, 3 * BYTES_AROUND);
    if (around.hasRemaining()) {
      ruler(around, from).title("around the offset").payload(around.remaining(), "bytes");
    }
  }

  private static void frameHeader(HexRuler ruler, String type) {
    ruler.raw(4, "magic");
    ruler.hexField("header checksum %s");
    ruler.intField("payload length %s");
    ruler.byteField(type);
    ruler.raw(3, "fold of the payload");
    ruler.longField("LSN %s");
    ruler.longField("durable through LSN %s");
    ruler.hexField("header checksum of the frame before %s");
    ruler.hexField("CRC32C of the payload %s");
  }

  private void payload(ByteBuffer payload, long offset) {
    HexRuler ruler = ruler(payload, offset);
    try {
      switch (kind) {
        case JOURNAL -> JournalRuler.event(ruler);
        case DATA -> BlockRuler.block(ruler);
        case STATE -> StateRuler.chunk(ruler);
        case PLACES -> PlacesRuler.record(ruler);
        case EXECUTOR -> {
          if (ExecutorRecords.isChunk(payload)) {
            StateRuler.chunk(ruler);
          } else {
            BlockRuler.block(ruler);
          }
        }
        case UNKNOWN -> ruler.payload(ruler.remaining(), "payload");
      }
    } catch (HoldfastException e) {
      ruler.title(String.valueOf(e.getMessage()));
    }
    if (ruler.remaining() > 0) {
      ruler.payload(ruler.remaining(), "no field that is known");
    }
  }

  private HexRuler ruler(ByteBuffer bytes, long offset) {
    return new HexRuler(bytes, offset, redacted, out);
  }

  private ByteBuffer read(long offset, int length) {
    int there = (int) Math.max(0, Math.min(length, segment.length() - offset));
    ByteBuffer bytes = ByteBuffer.allocate(there);
    segment.read(offset, bytes);
    return bytes.flip();
  }
}
