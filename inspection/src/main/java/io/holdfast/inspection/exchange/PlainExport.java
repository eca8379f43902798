package io.holdfast.inspection.exchange;

import io.holdfast.wal.ReadWindow;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Any other file as lines: text line by line, the rest as bytes. A line that is nothing but the
 * checksum of all before it is named, not written down, so that it follows when the others are
 * edited.
 */
final class PlainExport {
  private static final int LONGEST_LINE_BYTES = 64 << 10;
  private static final String CHECKSUM = "crc32c=";

  private final Consumer<Map<String, Object>> out;
  private final CRC32C crc = new CRC32C();

  PlainExport(Consumer<Map<String, Object>> out) {
    this.out = out;
  }

  void write(ReadWindow window, long length) {
    long at = 0;
    while (at < length) {
      ByteBuffer bytes = window.at(at, (int) Math.min(LONGEST_LINE_BYTES, length - at));
      if (!bytes.hasRemaining()) {
        return;
      }
      int end = lineEnd(bytes);
      boolean terminated = end >= 0;
      boolean last = at + bytes.remaining() == length;
      ByteBuffer line = bytes.slice(0, terminated ? end : bytes.remaining());
      Optional<String> text = terminated || last ? TextJson.text(line) : Optional.empty();
      long next = at + line.remaining() + (terminated ? 1 : 0);
      if (text.isEmpty()) {
        new RawBytes(out, "").write(window, at, next);
      } else {
        line(text.get(), terminated);
      }
      digest(window, at, next);
      at = next;
    }
  }

  private static int lineEnd(ByteBuffer bytes) {
    for (int i = 0; i < bytes.limit(); i++) {
      if (bytes.get(i) == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void line(String text, boolean terminated) {
    if (terminated && text.equals(checksum(crc))) {
      out.accept(Fields.of("type", "crc_line"));
      return;
    }
    Map<String, Object> line = Fields.of("type", "line");
    line.put("text", text);
    if (!terminated) {
      line.put("unterminated", true);
    }
    out.accept(line);
  }

  /** The line that says what the checksum of all before it is. */
  static String checksum(CRC32C crc) {
    return CHECKSUM + Long.toHexString(crc.getValue());
  }

  private void digest(ReadWindow window, long from, long until) {
    for (long at = from; at < until; ) {
      ByteBuffer bytes = window.at(at, (int) Math.min(LONGEST_LINE_BYTES, until - at));
      if (!bytes.hasRemaining()) {
        return;
      }
      at += bytes.remaining();
      crc.update(bytes);
    }
  }
}
