package io.holdfast.testkit.pipelines;

import io.holdfast.stream.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What operations on lists need.
 *
 * @param other the batch of the second stream
 * @param memory of this operation, kept over batches
 * @param tick the batch
 */
record Model(List<Pair<String, Long>> other, Memory memory, Tick tick) {

  /**
   * A batch in which the operation has input.
   *
   * @param unitMillis of its input
   * @param input whether the batch has any
   */
  record Tick(long batchMillis, long unitMillis, boolean input) {}

  /** What an operation may keep: values and times of keys, and all that it was ever given. */
  record Memory(
      Map<String, Long> state,
      Map<String, Long> times,
      NavigableMap<Long, List<Pair<String, Long>>> given) {
    Memory() {
      this(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }
  }

  /** The rows of this batch and those up to so many units before it, older ones first. */
  List<Pair<String, Long>> window(List<Pair<String, Long>> in, int units) {
    memory.given.put(tick.batchMillis, in);
    return memory.given.tailMap(tick.batchMillis - units * tick.unitMillis, false).values().stream()
        .flatMap(List::stream)
        .toList();
  }

  /** Takes a row, or the values of a key, and adds to the result. */
  @FunctionalInterface
  interface Row<V> {
    void add(String key, V value, List<Pair<String, Long>> out);
  }

  /** Joins two values. */
  @FunctionalInterface
  interface Joined {
    long of(Optional<Long> left, Optional<Long> right);
  }

  List<Pair<String, Long>> each(List<Pair<String, Long>> in, Row<Long> row) {
    List<Pair<String, Long>> out = new ArrayList<>();
    in.forEach(pair -> row.add(pair.key(), pair.value(), out));
    return out;
  }

  List<Pair<String, Long>> groups(List<Pair<String, Long>> in, Row<List<Long>> row) {
    List<Pair<String, Long>> out = new ArrayList<>();
    keys(in).forEach(key -> row.add(key, of(in, key), out));
    return out;
  }

  List<Pair<String, Long>> joined(
      List<Pair<String, Long>> in, boolean leftMayMiss, boolean rightMayMiss, Joined joined) {
    List<Pair<String, Long>> out = new ArrayList<>();
    for (String key : keysOfBoth(in)) {
      for (Optional<Long> left : side(of(in, key), leftMayMiss)) {
        for (Optional<Long> right : side(of(other, key), rightMayMiss)) {
          out.add(new Pair<>(key, joined.of(left, right)));
        }
      }
    }
    return out;
  }

  Set<String> keysOfBoth(List<Pair<String, Long>> in) {
    Set<String> keys = keys(in);
    keys.addAll(keys(other));
    return keys;
  }

  static List<Long> of(List<Pair<String, Long>> rows, String key) {
    return rows.stream().filter(row -> row.key().equals(key)).map(Pair::value).toList();
  }

  static long sum(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).sum();
  }

  private static List<Optional<Long>> side(List<Long> values, boolean mayMiss) {
    return values.isEmpty() && mayMiss
        ? List.of(Optional.empty())
        : values.stream().map(Optional::of).toList();
  }

  private static Set<String> keys(List<Pair<String, Long>> rows) {
    Set<String> keys = new TreeSet<>();
    rows.forEach(row -> keys.add(row.key()));
    return keys;
  }
}
