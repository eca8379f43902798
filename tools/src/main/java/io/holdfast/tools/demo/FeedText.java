package io.holdfast.tools.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The lines of a text as bytes, each with its line feed, in memory once. Line {@code n} of the feed
 * is line {@code (n - 1) % count()} of the text: the text is repeated for as long as the feed
 * lasts.
 */
final class FeedText {
  private final byte[] bytes;
  private final int[] starts;
  private final int count;
  private final int longestBytes;

  private FeedText(byte[] bytes, int[] starts, int count, int longestBytes) {
    this.bytes = bytes;
    this.starts = starts;
    this.count = count;
    this.longestBytes = longestBytes;
  }

  /** Reads a file whose lines end in line feeds, the last one too. */
  static FeedText read(Path file) throws IOException {
    return of(Files.readAllBytes(file));
  }

  static FeedText of(byte[] bytes) {
    if (bytes.length == 0 || bytes[bytes.length - 1] != '\n') {
      throw new IllegalArgumentException("a text of whole lines is needed");
    }
    int[] starts = new int[1024];
    int count = 0;
    int longest = 0;
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        if (count + 1 == starts.length) {
          starts = Arrays.copyOf(starts, starts.length * 2);
        }
        longest = Math.max(longest, i + 1 - start);
        starts[++count] = start = i + 1;
      }
    }
    return new FeedText(bytes, starts, count, longest);
  }

  int count() {
    return count;
  }

  /** Length of the longest line with its line feed. */
  int longestBytes() {
    return longestBytes;
  }

  /** Copies a line with its line feed, if there is room for it; returns its length, or -1. */
  int copy(int line, byte[] target, int at) {
    int length = starts[line + 1] - starts[line];
    if (length > target.length - at) {
      return -1;
    }
    System.arraycopy(bytes, starts[line], target, at, length);
    return length;
  }
}
