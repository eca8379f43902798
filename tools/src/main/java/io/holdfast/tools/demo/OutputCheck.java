package io.holdfast.tools.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the output with what was expected, word by word: the sum of a word's counts over all
 * committed batches and its last total must both be exact. A word counts as lost as often as the
 * smaller of the two falls short, and as duplicated as often as the larger goes beyond.
 *
 * @param words the sum of all counts in the output
 * @param batches committed batches
 * @param wrong some of the words that are not exact
 */
record OutputCheck(
    long expectedWords,
    long words,
    long lost,
    long duplicated,
    int batches,
    List<WrongWord> wrong) {
  private static final int WRONG_SHOWN = 5;

  /** A word that is not exact. */
  record WrongWord(String word, long expected, long counted, long total) {}

  boolean exact() {
    return lost == 0 && duplicated == 0;
  }

  static OutputCheck run(ExpectedCounts expected, Path output) throws IOException {
    Map<String, Tally> tallies = new HashMap<>();
    List<CountedBatch> batches = CountedBatch.in(output);
    for (CountedBatch batch : batches) {
      batch.read(
          (word, inBatch, total) ->
              tallies.computeIfAbsent(word, ignored -> new Tally()).add(inBatch, total));
    }
    expected.counts().keySet().forEach(word -> tallies.putIfAbsent(word, new Tally()));

    long words = 0;
    long lost = 0;
    long duplicated = 0;
    List<WrongWord> wrong = new ArrayList<>();
    for (Map.Entry<String, Tally> entry : tallies.entrySet()) {
      Tally tally = entry.getValue();
      long right = expected.counts().getOrDefault(entry.getKey(), 0L);
      words += tally.counted;
      lost += Math.max(0, right - Math.min(tally.counted, tally.total));
      duplicated += Math.max(0, Math.max(tally.counted, tally.total) - right);
      if ((tally.counted != right || tally.total != right) && wrong.size() < WRONG_SHOWN) {
        wrong.add(new WrongWord(entry.getKey(), right, tally.counted, tally.total));
      }
    }
    return new OutputCheck(expected.words(), words, lost, duplicated, batches.size(), wrong);
  }

  private static final class Tally {
    private long counted;
    private long total;

    void add(long inBatch, long totalSoFar) {
      counted += inBatch;
      total = totalSoFar;
    }
  }
}
