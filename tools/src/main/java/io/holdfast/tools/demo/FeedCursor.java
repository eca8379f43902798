package io.holdfast.tools.demo;

import java.nio.charset.StandardCharsets;

/**
 * Goes through the feed from a number on and writes {@code number<TAB>text<LF>} into a buffer. The
 * number is kept as digits and counted up in place, because the feeder shares its processors with
 * the job that is measured. Used by one thread.
 */
final class FeedCursor {
  private static final int MAX_DIGITS = 20;
  private static final int BUFFER_BYTES = 256 * 1024;

  private final FeedText text;
  private final byte[] buffer;
  private final byte[] digits = new byte[MAX_DIGITS];
  private int firstDigit;
  private long next;
  private int line;

  /** Positions the cursor behind line {@code after}. */
  FeedCursor(FeedText text, long after) {
    this.text = text;
    buffer = new byte[Math.max(BUFFER_BYTES, text.longestBytes() + MAX_DIGITS + 1)];
    next = after + 1;
    line = (int) (after % text.count());
    byte[] number = Long.toString(next).getBytes(StandardCharsets.US_ASCII);
    firstDigit = MAX_DIGITS - number.length;
    System.arraycopy(number, 0, digits, firstDigit, number.length);
  }

  /** The number of the next line. */
  long next() {
    return next;
  }

  byte[] buffer() {
    return buffer;
  }

  /**
   * Fills the buffer with the next lines up to {@code last} and returns how many bytes they take.
   */
  int fill(long last) {
    int at = 0;
    while (next <= last) {
      int numberBytes = MAX_DIGITS - firstDigit;
      int textAt = at + numberBytes + 1;
      int textBytes = textAt > buffer.length ? -1 : text.copy(line, buffer, textAt);
      if (textBytes < 0) {
        break;
      }
      System.arraycopy(digits, firstDigit, buffer, at, numberBytes);
      buffer[textAt - 1] = '\t';
      at = textAt + textBytes;
      advance();
    }
    return at;
  }

  private void advance() {
    next++;
    if (++line == text.count()) {
      line = 0;
    }
    int i = MAX_DIGITS - 1;
    while (i >= firstDigit && digits[i] == '9') {
      digits[i--] = '0';
    }
    if (i < firstDigit) {
      digits[--firstDigit] = '1';
    } else {
      digits[i]++;
    }
  }
}
