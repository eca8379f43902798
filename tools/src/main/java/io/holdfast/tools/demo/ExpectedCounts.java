package io.holdfast.tools.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What an exact word count of the feed comes to, computed from the input alone: plain Java, nothing
 * of the engine or of the job, not even its way to split words.
 *
 * @param counts how often each word is fed
 * @param words their sum
 */
record ExpectedCounts(Map<String, Long> counts, long words) {
  private static final Pattern WHITE_SPACE = Pattern.compile("\\p{javaWhitespace}+");

  /** Counts the lines of {@code input}, repeated until there are {@code records} of them. */
  static ExpectedCounts of(Path input, long records) throws IOException {
    long lines = countLines(input);
    long rounds = records / lines;
    long inLastRound = records % lines;
    Map<String, Long> counts = new HashMap<>();
    long words = 0;
    long number = 0;
    try (BufferedReader in = Files.newBufferedReader(input, StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        long times = rounds + (number++ < inLastRound ? 1 : 0);
        for (String word : times == 0 ? List.<String>of() : split(line)) {
          counts.merge(word, times, Long::sum);
          words += times;
        }
      }
    }
    return new ExpectedCounts(counts, words);
  }

  private static List<String> split(String line) {
    return WHITE_SPACE.splitAsStream(line).filter(word -> !word.isEmpty()).toList();
  }

  private static long countLines(Path input) throws IOException {
    long lines = 0;
    try (BufferedReader in = Files.newBufferedReader(input, StandardCharsets.UTF_8)) {
      while (in.readLine() != null) {
        lines++;
      }
    }
    return lines;
  }
}
