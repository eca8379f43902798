package io.holdfast.benchmarks.compare;

import java.util.Collection;

/**
 * A figure over all rounds.
 *
 * @param median of an even number of rounds: halfway between the two in the middle
 * @param least of all rounds
 * @param greatest of all rounds
 */
record Spread(double median, double least, double greatest) {

  /**
   * Of at least one value.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Spread of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }
}
