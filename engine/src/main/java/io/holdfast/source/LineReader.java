package io.holdfast.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a byte stream into lines without decoding or copying them: after {@link #next} the line lies
 * in {@link #buffer()} between {@link #start()} and {@link #end()}. Line ends are LF or CR LF. One
 * thread.
 */
final class LineReader {
  private final InputStream in;
  private byte[] buffer = new byte[64 << 10];
  private int start;
  private int end;
  private int scanned;
  private int filled;

  LineReader(InputStream in) {
    this.in = in;
  }

  /**
   * Moves to the next line. False at the end of the stream; an unfinished last line is not a line.
   */
  boolean next() throws IOException {
    start = scanned;
    while (true) {
      for (int i = scanned; i < filled; i++) {
        if (buffer[i] == '\n') {
          end = i > start && buffer[i - 1] == '\r' ? i - 1 : i;
          scanned = i + 1;
          return true;
        }
      }
      scanned = filled;
      if (!fill()) {
        return false;
      }
    }
  }

  /** How many bytes lie behind the last line end. */
  int unfinishedBytes() {
    return filled - start;
  }

  byte[] buffer() {
    return buffer;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** Bytes that the line took in the stream, its end included. */
  int consumedBytes() {
    return scanned - start;
  }

  private boolean fill() throws IOException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, filled - start);
      filled -= start;
      scanned -= start;
      start = 0;
    }
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int read = in.read(buffer, filled, buffer.length - filled);
    if (read < 0) {
      return false;
    }
    filled += read;
    return true;
  }
}
