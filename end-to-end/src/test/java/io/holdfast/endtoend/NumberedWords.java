package io.holdfast.endtoend;

import java.util.HashMap;
import java.util.Map;

/**
 * Lines that carry their number: its tens and its units are a word each. So a line that is lost or
 * counted twice shows, and says which it is.
 */
final class NumberedWords {
  private static final int LINES_OF_A_WORD = 16;

  private NumberedWords() {}

  static String line(long number) {
    return "high" + number / LINES_OF_A_WORD + " low" + number % LINES_OF_A_WORD;
  }

  /** How often each word is in so many lines. */
  static Map<String, Long> counts(long lines) {
    Map<String, Long> counts = new HashMap<>();
    for (long number = 0; number < lines; number++) {
      for (String word : line(number).split(" ", -1)) {
        counts.merge(word, 1L, Long::sum);
      }
    }
    return counts;
  }
}
