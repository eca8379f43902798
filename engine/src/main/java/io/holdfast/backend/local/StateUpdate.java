package io.holdfast.backend.local;

import io.holdfast.backend.BatchStates;
import io.holdfast.backend.Rdd.StatefulRdd;
import io.holdfast.backend.local.Dataset.Feed;
import io.holdfast.stream.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One task of a stateful operation: updates the keys of one partition and yields their new values.
 */
final class StateUpdate<K, V, S> {
  private final StatefulRdd<K, V, S> rdd;
  private final BatchStates.Partition partition;

  StateUpdate(StatefulRdd<K, V, S> rdd, BatchStates.Partition partition) {
    this.rdd = rdd;
    this.partition = partition;
  }

  List<Pair<K, S>> run(Feed<Pair<K, List<V>>> feed) {
    List<Pair<K, S>> updated = new ArrayList<>();
    feed.into(
        pair -> {
          Optional<S> next = next(pair);
          partition.set(pair.key(), next.orElse(null));
          next.ifPresent(state -> updated.add(new Pair<>(pair.key(), state)));
        });
    partition.finish();
    return updated;
  }

  private Optional<S> next(Pair<K, List<V>> pair) {
    Optional<S> next;
    try {
      next = rdd.function().apply(pair.value(), before(pair.key()));
    } catch (RuntimeException e) {
      throw rdd.step().failed(pair, e);
    }
    return rdd.step().row(next, pair);
  }

  @SuppressWarnings("unchecked") // the state of this name holds what this operation has put there
  private Optional<S> before(K key) {
    return Optional.ofNullable((S) partition.get(key));
  }
}
