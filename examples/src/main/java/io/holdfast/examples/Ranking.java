package io.holdfast.examples;

import io.holdfast.stream.Pair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The most frequent words, the first one first; of equally frequent ones in the order of letters.
 *
 * @param most so many at most
 */
record Ranking(int most, List<Pair<String, Long>> words) {
  private static final Comparator<Pair<String, Long>> ORDER =
      Comparator.<Pair<String, Long>>comparingLong(Pair::value).reversed().thenComparing(Pair::key);

  static Ranking of(Iterator<Pair<String, Long>> counts, int most) {
    PriorityQueue<Pair<String, Long>> first = new PriorityQueue<>(ORDER.reversed());
    while (counts.hasNext()) {
      first.add(counts.next());
      if (first.size() > most) {
        first.remove();
      }
    }
    return sorted(most, List.copyOf(first));
  }

  static Ranking merged(Ranking left, Ranking right) {
    List<Pair<String, Long>> all = new ArrayList<>(left.words);
    all.addAll(right.words);
    return sorted(left.most, all);
  }

  List<String> rows() {
    List<String> rows = new ArrayList<>();
    for (Pair<String, Long> word : words) {
      rows.add((rows.size() + 1) + "\t" + word.key() + "\t" + word.value());
    }
    return rows;
  }

  private static Ranking sorted(int most, List<Pair<String, Long>> words) {
    return new Ranking(most, words.stream().sorted(ORDER).limit(most).toList());
  }
}
