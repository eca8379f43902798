package io.holdfast.inspection.exchange;

import io.holdfast.wal.ReadWindow;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Consumer;

/** Bytes that no format explains, as lines: runs of zeros by their length, the rest as Base64. */
final class RawBytes {
  private static final int PIECE_BYTES = 4 << 10;
  private static final int LINE_PIECES = 4;

  private final Consumer<Map<String, Object>> out;
  private final String why;

  /**
   * @param why they are kept as they are, for people; empty for nothing
   */
  RawBytes(Consumer<Map<String, Object>> out, String why) {
    this.out = out;
    this.why = why;
  }

  void write(ReadWindow window, long from, long until) {
    long zeros = 0;
    long at = from;
    while (at < until) {
      ByteBuffer piece = window.at(at, (int) Math.min(PIECE_BYTES, until - at));
      if (!piece.hasRemaining()) {
        break;
      }
      if (isZero(piece)) {
        zeros += piece.remaining();
        at += piece.remaining();
      } else {
        zeros(zeros);
        zeros = 0;
        int length = (int) Math.min(PIECE_BYTES * (long) LINE_PIECES, until - at);
        ByteBuffer line = window.at(at, length);
        line(line);
        at += line.remaining();
      }
    }
    zeros(zeros);
  }

  /** A line of these bytes. */
  void line(ByteBuffer bytes) {
    Map<String, Object> line = Fields.of("type", "bytes");
    line.put("raw", TextJson.base64(bytes));
    if (!why.isEmpty()) {
      line.put("why", why);
    }
    out.accept(line);
  }

  private void zeros(long length) {
    if (length > 0) {
      Map<String, Object> line = Fields.of("type", "zeros");
      line.put("length", length);
      out.accept(line);
    }
  }

  private static boolean isZero(ByteBuffer bytes) {
    for (int i = bytes.position(); i < bytes.limit(); i++) {
      if (bytes.get(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
