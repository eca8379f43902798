package io.holdfast.backend.feed;

import io.holdfast.backend.Aggregation;
import io.holdfast.backend.Keys;
import io.holdfast.backend.Step;
import io.holdfast.backend.feed.LookAhead.FailedBehind;
import io.holdfast.stream.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * The tasks of a shuffle in memory: each combines what it reads into a table per target partition,
 * then the tables of a partition are merged.
 */
public final class Shuffle<K, V, C> {
  private final Aggregation<V, C> aggregation;
  private final Step step;
  private final int partitions;
  private final ToIntFunction<Object> partitionOf;
  private final Combined.Merger<C, V> adding = this::added;

  /**
   * A shuffle.
   *
   * @param partitions how many targets there are
   * @param partitionOf the target of a key
   */
  public Shuffle(
      Aggregation<V, C> aggregation, Step step, int partitions, ToIntFunction<Object> partitionOf) {
    this.aggregation = aggregation;
    this.step = step;
    this.partitions = partitions;
    this.partitionOf = partitionOf;
  }

  /** Before the shuffle: a table for each target. */
  public List<Combined<K, C>> combined(Feed<Pair<K, V>> feed) {
    return fed(
        rows -> {
          List<Combined<K, C>> targets = new ArrayList<>(partitions);
          for (int i = 0; i < partitions; i++) {
            targets.add(new Combined<>());
          }
          feed.into(
              pair -> {
                K key = Keys.of(pair, step);
                rows.add(targets.get(partitionOf.applyAsInt(key)), key, pair.value());
              });
          return targets;
        });
  }

  /** Rows that lie in their partition already: one table. */
  public Combined<K, C> gathered(Feed<Pair<K, V>> feed) {
    return fed(
        rows -> {
          Combined<K, C> table = new Combined<>();
          feed.into(pair -> rows.add(table, Keys.of(pair, step), pair.value()));
          return table;
        });
  }

  /**
   * Rows together; if a function of the user's fails, all again one by one, so that the error
   * passes by who has handed over the very record.
   */
  private <R> R fed(Function<LookAhead<K, V, C>, R> feeding) {
    try {
      return fed(feeding, LookAhead.together(adding, (value, e) -> new FailedBehind(e)));
    } catch (FailedBehind e) {
      return fed(feeding, LookAhead.single(adding, step));
    }
  }

  private static <T, U, D, R> R fed(
      Function<LookAhead<T, U, D>, R> feeding, LookAhead<T, U, D> rows) {
    R fed = feeding.apply(rows);
    rows.finish();
    return fed;
  }

  /** Behind the shuffle: what all tasks have for one target. */
  public Combined<K, C> merged(List<List<Combined<K, C>>> outputs, int partition) {
    if (outputs.isEmpty()) {
      return new Combined<>();
    }
    Merging merging = new Merging(outputs.get(0).get(partition));
    for (List<Combined<K, C>> output : outputs.subList(1, outputs.size())) {
      output.get(partition).forEach(merging::add);
    }
    return merging.merged();
  }

  /** Behind the shuffle, where what tasks have arrives by and by. */
  public Merging merging() {
    return new Merging(new Combined<>());
  }

  /** What several tasks have for the keys of one target becomes one. Used by one thread. */
  public final class Merging {
    private final Combined<K, C> table;
    private final LookAhead<K, C, C> rows = LookAhead.together(Shuffle.this::merged, step::failed);

    private Merging(Combined<K, C> table) {
      this.table = table;
    }

    /** Adds what one task has for a key. */
    public void add(K key, C value) {
      rows.add(table, key, value);
    }

    /** All of it; the last call. */
    public Combined<K, C> merged() {
      rows.finish();
      return table;
    }
  }

  /** Rows in the order in which they are read, by their target. */
  public static <T> List<List<T>> distributed(
      Feed<T> feed, int partitions, ToIntFunction<T> target) {
    List<List<T>> targets = new ArrayList<>(partitions);
    for (int i = 0; i < partitions; i++) {
      targets.add(new ArrayList<>());
    }
    feed.into(row -> targets.get(target.applyAsInt(row)).add(row));
    return targets;
  }

  private C added(C before, V value) {
    if (before == null) {
      return step.row(aggregation.create(value), value);
    }
    C now;
    try {
      now = aggregation.add(before, value);
    } catch (RuntimeException e) {
      throw step.failed(List.of(before, value), e);
    }
    return now != null ? now : step.row(null, List.of(before, value));
  }

  private C merged(C before, C value) {
    if (before == null) {
      return value;
    }
    C now;
    try {
      now = aggregation.merge(before, value);
    } catch (RuntimeException e) {
      throw step.failed(List.of(before, value), e);
    }
    return now != null ? now : step.row(null, List.of(before, value));
  }
}
