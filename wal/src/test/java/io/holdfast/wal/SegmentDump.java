package io.holdfast.wal;

import io.holdfast.wal.SegmentHeader.Predecessor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Locale;

/** A segment in hex, one field a line, with what each field says. */
final class SegmentDump {
  private static final int BYTES_PER_LINE = 16;

  private final byte[] bytes;
  private final ByteBuffer file;
  private final StringBuilder text = new StringBuilder();
  private int at;

  private SegmentDump(byte[] bytes) {
    this.bytes = bytes;
    this.file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static String of(byte[] bytes) {
    SegmentDump dump = new SegmentDump(bytes);
    dump.header(SegmentHeader.decode(ByteBuffer.wrap(bytes), null, "segment"));
    while (dump.at < bytes.length) {
      dump.frame();
    }
    return dump.text.toString();
  }

  private void header(SegmentHeader header) {
    Predecessor before = header.predecessor();
    title("segment header");
    field(8, "magic");
    field(2, "format major " + file.getShort(at));
    field(2, "format minor " + file.getShort(at));
    field(4, "header length " + file.getInt(at));
    field(8, "features that a reader must know: none");
    field(16, "log id " + header.logId());
    field(8, "epoch " + header.epoch());
    field(8, "segment " + header.sequence());
    field(8, "first LSN " + header.firstLsn());
    field(8, "predecessor: segment " + before.sequence());
    field(8, "predecessor: valid length " + before.validLength());
    field(8, "predecessor: checksum of its last frame header");
    field(8, "durable through LSN " + header.durableThroughLsn());
    field(8, "created " + header.createdMillis());
    field(20, "zero");
    field(4, "CRC32C of the header");
  }

  private void frame() {
    int length = file.getInt(at + 8);
    byte type = file.get(at + 12);
    title(
        switch (type) {
          case FrameLayout.DATA -> "DATA";
          case FrameLayout.MARK -> "MARK";
          default -> "SEAL";
        });
    field(4, "magic \"HFR1\"");
    field(4, "checksum of this frame header");
    field(4, "payload length " + length);
    field(1, "type " + type);
    field(3, "fold of the payload");
    field(8, "LSN " + file.getLong(at));
    field(8, "durable through LSN " + file.getLong(at));
    field(4, "checksum of the frame header before");
    field(4, "CRC32C of the payload");
    field(length, "payload");
    field(FrameLayout.paddedBytes(length) - length, "padding");
  }

  private void title(String title) {
    text.append("-- ").append(title).append('\n');
  }

  private void field(int length, String meaning) {
    String comment = meaning;
    int end = at + length;
    while (at < end) {
      int count = Math.min(BYTES_PER_LINE, end - at);
      String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, at, at + count);
      text.append(String.format(Locale.ROOT, "%04x  %-47s  %s", at, hex, comment).stripTrailing());
      text.append('\n');
      comment = "";
      at += count;
    }
  }
}
