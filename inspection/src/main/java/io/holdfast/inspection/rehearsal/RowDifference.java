package io.holdfast.inspection.rehearsal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Two multisets of rows, compared.
 *
 * @param same rows that both have
 * @param onlyThen rows that only the first has
 * @param onlyNow rows that only the second has
 * @param then a few of those that only the first has
 * @param now a few of those that only the second has
 */
public record RowDifference(
    long same, long onlyThen, long onlyNow, List<String> then, List<String> now) {

  static RowDifference between(List<String> then, List<String> now, int shown) {
    Map<String, Long> counts = new HashMap<>();
    then.forEach(row -> counts.merge(row, 1L, Long::sum));
    now.forEach(row -> counts.merge(row, -1L, Long::sum));
    long onlyThen = 0;
    long onlyNow = 0;
    List<String> samplesThen = new ArrayList<>();
    List<String> samplesNow = new ArrayList<>();
    for (String row : new TreeSet<>(counts.keySet())) {
      long surplus = counts.get(row);
      if (surplus > 0) {
        onlyThen += surplus;
        add(samplesThen, row, shown);
      } else if (surplus < 0) {
        onlyNow -= surplus;
        add(samplesNow, row, shown);
      }
    }
    return new RowDifference(then.size() - onlyThen, onlyThen, onlyNow, samplesThen, samplesNow);
  }

  private static void add(List<String> samples, String row, int shown) {
    if (samples.size() < shown) {
      samples.add(row);
    }
  }

  /** Whether both have the same rows. */
  public boolean none() {
    return onlyThen == 0 && onlyNow == 0;
  }
}
