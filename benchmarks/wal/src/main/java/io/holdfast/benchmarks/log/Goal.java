package io.holdfast.benchmarks.log;

import io.holdfast.benchmarks.log.ScanBenchmark.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A ratio that matters, and what it should be.
 *
 * @param name for people
 * @param of what is compared
 * @param to with this
 * @param atLeast the ratio that is aimed at; 0 if the ratio is only there for comparison
 * @param orValue met as well if {@code of} reaches this itself; infinite if there is no such way
 */
record Goal(String name, Cell of, Cell to, double atLeast, double orValue) {
  private static final double GIGABYTE_A_SECOND = 1000;

  /** All of them, in the order in which they are shown. */
  static List<Goal> all() {
    List<Goal> goals = new ArrayList<>();
    for (int bytes : LogBenchmarks.PAYLOAD_BYTES) {
      goals.add(beside(bytes, 1, Engine.HOLDFAST, Engine.PLAIN, 0.95));
    }
    for (int bytes : LogBenchmarks.PAYLOAD_BYTES) {
      goals.add(beside(bytes, 16, Engine.HOLDFAST, Engine.ROCKSDB, 1));
      goals.add(beside(bytes, 16, Engine.HOLDFAST, Engine.GROUP_LOOP, 1));
    }
    for (int bytes : LogBenchmarks.PAYLOAD_BYTES) {
      for (Reading reading : List.of(Reading.SCAN, Reading.INSPECT)) {
        Cell of = Cell.read(bytes, reading);
        Cell to = Cell.read(bytes, Reading.SEQUENTIAL);
        goals.add(new Goal(name(of, to), of, to, 0.9, GIGABYTE_A_SECOND));
      }
    }
    for (int bytes : LogBenchmarks.PAYLOAD_BYTES) {
      for (Engine engine : List.of(Engine.HOLDFAST, Engine.GROUP_LOOP, Engine.ROCKSDB)) {
        Cell of = Cell.append(bytes, 16, engine);
        Cell to = Cell.append(bytes, 1, Engine.PLAIN);
        goals.add(new Goal(name(of, to) + " (1 writer)", of, to, 0, Double.POSITIVE_INFINITY));
      }
    }
    return goals;
  }

  private static Goal beside(int bytes, int writers, Engine of, Engine to, double atLeast) {
    Cell one = Cell.append(bytes, writers, of);
    Cell other = Cell.append(bytes, writers, to);
    return new Goal(name(one, other), one, other, atLeast, Double.POSITIVE_INFINITY);
  }

  private static String name(Cell of, Cell to) {
    return of.scenario() + ": " + of.subject() + " / " + to.subject();
  }

  boolean measured(Results results) {
    return !results.ratios(of, to).isEmpty();
  }

  boolean forComparison() {
    return atLeast == 0;
  }

  Spread ratio(Results results) {
    return Spread.of(results.ratios(of, to));
  }

  /** Judged by the median. */
  boolean met(Results results) {
    return ratio(results).median() >= atLeast || results.spread(of).median() >= orValue;
  }

  /** In words; empty if there is none. */
  String aim() {
    if (forComparison()) {
      return "";
    }
    return orValue < Double.POSITIVE_INFINITY
        ? String.format(Locale.ROOT, "%.2f or 1 GB/s", atLeast)
        : String.format(Locale.ROOT, "%.2f", atLeast);
  }
}
