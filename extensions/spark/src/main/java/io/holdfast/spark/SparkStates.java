package io.holdfast.spark;

import io.holdfast.backend.Rdd;
import io.holdfast.backend.Rdd.StateRowsRdd;
import io.holdfast.backend.Rdd.StatefulRdd;
import io.holdfast.stream.Pair;

/** The named states of one batch on a cluster. */
interface SparkStates {

  /** Translates what a state's parent is. */
  interface Translation {
    <T> SparkRows<T> rows(Rdd<T> rdd);
  }

  /** Updates each partition where it lies, once a batch, and yields its rows. */
  <I, O> SparkRows<O> update(StatefulRdd<I, O> rdd, Translation parents);

  /** All keys of a state with their values after the batch. */
  <K, S> SparkRows<Pair<K, S>> rows(StateRowsRdd<K, S> rdd, Translation parents);
}
