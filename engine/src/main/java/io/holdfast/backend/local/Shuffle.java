package io.holdfast.backend.local;

import io.holdfast.backend.BatchStates;
import io.holdfast.backend.local.Dataset.Feed;
import io.holdfast.stream.Pair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The two halves of a shuffle in memory. */
final class Shuffle {
  private Shuffle() {}

  static <K, V, C> List<Map<K, C>> combine(
      Feed<Pair<K, V>> feed, Combiner<V, C> combiner, BatchStates states) {
    List<Map<K, C>> targets = new ArrayList<>(states.partitionCount());
    for (int i = 0; i < states.partitionCount(); i++) {
      targets.add(new HashMap<>());
    }
    feed.into(
        pair ->
            combiner.add(targets.get(states.partitionOf(pair.key())), pair.key(), pair.value()));
    return targets;
  }

  static <K, V, C> Map<K, C> merge(
      List<List<Map<K, C>>> outputs, int partition, Combiner<V, C> combiner) {
    Map<K, C> merged = null;
    for (List<Map<K, C>> output : outputs) {
      Map<K, C> part = output.get(partition);
      if (merged == null) {
        merged = part;
      } else {
        Map<K, C> target = merged;
        part.forEach((key, value) -> target.merge(key, value, combiner::merge));
      }
    }
    return merged == null ? new HashMap<>() : merged;
  }
}
