package io.holdfast.stream;

import java.util.List;

/**
 * The values of one key on both sides of a cogroup, in no particular order.
 *
 * @param left not to be changed, as others may look at it
 * @param right likewise
 */
public record Grouped<V, W>(List<V> left, List<W> right) {}
