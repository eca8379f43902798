package io.holdfast.stream;

/** A key with a value. */
public record Pair<K, V>(K key, V value) {}
