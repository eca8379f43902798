package io.holdfast.benchmarks.peers.flink;

import java.util.function.Consumer;

/** Cuts a line into its words. */
final class WordPieces {
  private WordPieces() {}

  static void forEach(String line, Consumer<String> action) {
    int at = 0;
    while (at < line.length()) {
      int end = line.indexOf(' ', at);
      end = end < 0 ? line.length() : end;
      if (end > at) {
        action.accept(line.substring(at, end));
      }
      at = end + 1;
    }
  }
}
