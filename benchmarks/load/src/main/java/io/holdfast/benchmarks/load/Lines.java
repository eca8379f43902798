package io.holdfast.benchmarks.load;

import io.holdfast.runtime.CompositionRoot;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Lines of ten words of nine letters, drawn evenly from a vocabulary: line {@code i} is the same in
 * every engine and every run. They are made once and handed out again and again, so that feeding
 * costs next to nothing beside what is measured.
 */
public final class Lines {
  private static final int DISTINCT = 1 << 16;
  private static final int WORDS_A_LINE = 10;
  private static final int LETTERS = 9;
  private static final long SEED = 20_261_122;

  private final String[] lines = new String[DISTINCT];

  /**
   * Makes them.
   *
   * @param words of the vocabulary
   */
  @CompositionRoot("seeded: the same lines in every run")
  public Lines(int words) {
    Random random = new Random(SEED);
    String[] vocabulary = new String[words];
    for (int i = 0; i < words; i++) {
      vocabulary[i] = word(i);
    }
    for (int i = 0; i < DISTINCT; i++) {
      StringBuilder line = new StringBuilder(WORDS_A_LINE * (LETTERS + 1));
      for (int w = 0; w < WORDS_A_LINE; w++) {
        line.append(w == 0 ? "" : " ").append(vocabulary[random.nextInt(words)]);
      }
      lines[i] = line.toString();
    }
  }

  /** A line by its number, from 0. */
  public String line(long number) {
    return lines[(int) number & DISTINCT - 1];
  }

  /** Cuts a line into its words, as a job would. */
  public static void forEachWord(String line, Consumer<String> action) {
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

  private static String word(int number) {
    char[] letters = new char[LETTERS];
    long rest = number * 2_654_435_761L + 104_729;
    for (int i = 0; i < LETTERS; i++) {
      letters[i] = (char) ('a' + rest % 26);
      rest /= 26;
    }
    // The number itself, too: no two words are the same.
    int n = number;
    for (int i = 0; i < 4; i++) {
      letters[i] = (char) ('a' + n % 26);
      n /= 26;
    }
    return new String(letters);
  }
}
