package io.holdfast.stream.function;

import io.holdfast.stream.Pair;

/** One value to a key and a value. Keys need equals and hashCode by content. */
@FunctionalInterface
public interface PairFunction<T, K, V> extends MapFunction<T, Pair<K, V>> {}
