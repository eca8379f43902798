package io.holdfast.backend.feed;

import io.holdfast.backend.BatchStates;
import io.holdfast.stream.Pair;
import java.util.function.Consumer;

/** All keys of one partition of a state that this batch is done with. */
public record StateFeed<K, S>(BatchStates states, String name, int partition)
    implements Feed<Pair<K, S>> {
  @Override
  @SuppressWarnings("unchecked") // DStream has given the types of the state's operation
  public void into(Consumer<? super Pair<K, S>> out) {
    states.forEach(name, partition, (key, value) -> out.accept(new Pair<>((K) key, (S) value)));
  }
}
