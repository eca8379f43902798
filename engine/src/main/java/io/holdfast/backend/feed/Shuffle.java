package io.holdfast.backend.feed;

import io.holdfast.backend.Aggregation;
import io.holdfast.backend.Keys;
import io.holdfast.backend.Step;
import io.holdfast.stream.Pair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/**
 * The tasks of a shuffle in memory: each combines what it reads into a map per target partition,
 * then the maps of a partition are merged.
 */
public final class Shuffle<K, V, C> {
  private final Aggregation<V, C> aggregation;
  private final Step step;
  private final int partitions;
  private final ToIntFunction<Object> partitionOf;
  private final boolean reducing;
  private final BiFunction<C, C, C> merger = this::merge;

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
    this.reducing = aggregation instanceof Aggregation.Reducing;
  }

  /** Before the shuffle: a map for each target. */
  public List<Map<K, C>> combined(Feed<Pair<K, V>> feed) {
    List<Map<K, C>> targets = new ArrayList<>(partitions);
    for (int i = 0; i < partitions; i++) {
      targets.add(new HashMap<>());
    }
    feed.into(
        pair -> {
          K key = Keys.of(pair, step);
          add(targets.get(partitionOf.applyAsInt(key)), key, pair.value());
        });
    return targets;
  }

  /** Rows that lie in their partition already: one map. */
  public Map<K, C> gathered(Feed<Pair<K, V>> feed) {
    Map<K, C> map = new HashMap<>();
    feed.into(pair -> add(map, Keys.of(pair, step), pair.value()));
    return map;
  }

  /** Behind the shuffle: what all tasks have for one target. */
  public Map<K, C> merged(List<List<Map<K, C>>> outputs, int partition) {
    Map<K, C> merged = null;
    for (List<Map<K, C>> output : outputs) {
      Map<K, C> part = output.get(partition);
      if (merged == null) {
        merged = part;
      } else {
        Map<K, C> target = merged;
        part.forEach((key, value) -> target.merge(key, value, merger));
      }
    }
    return merged == null ? new HashMap<>() : merged;
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

  private void add(Map<K, C> map, K key, V value) {
    try {
      if (reducing) {
        map.merge(key, aggregation.create(value), merger);
      } else {
        C before = map.get(key);
        C now = before == null ? aggregation.create(value) : aggregation.add(before, value);
        map.put(key, step.row(now, value));
      }
    } catch (RuntimeException e) {
      throw step.failed(value, e);
    }
  }

  private C merge(C left, C right) {
    C merged;
    try {
      merged = aggregation.merge(left, right);
    } catch (RuntimeException e) {
      throw step.failed(List.of(left, right), e);
    }
    return merged != null ? merged : step.row(null, List.of(left, right));
  }
}
