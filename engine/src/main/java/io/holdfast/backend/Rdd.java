package io.holdfast.backend;

import io.holdfast.stream.Pair;
import io.holdfast.stream.function.ReduceFunction;
import io.holdfast.stream.function.UpdateFunction;
import java.util.List;

/**
 * What a stream is in one batch: a description of how to compute it. Within a batch the same node
 * of the graph is the same object, so what several outputs share is computed once.
 */
public sealed interface Rdd<T> {

  /** The batch's input of one stream. */
  record SourceRdd<T>(List<InputSplit<T>> splits) implements Rdd<T> {}

  /** One operation on each record of the parent. */
  record NarrowRdd<I, O>(Rdd<I> parent, NarrowOp<I, O> op) implements Rdd<O> {}

  /** All values of a key reduced to one; combined before the shuffle. */
  record ReducedRdd<K, V>(Rdd<Pair<K, V>> parent, ReduceFunction<V> function)
      implements Rdd<Pair<K, V>> {}

  /** The new values of the state {@code name} for the keys that the parent brings. */
  record StatefulRdd<K, V, S>(Rdd<Pair<K, V>> parent, String name, UpdateFunction<V, S> function)
      implements Rdd<Pair<K, S>> {}
}
