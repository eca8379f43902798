package io.holdfast.backend.state;

/**
 * What a key's values in a window add up to.
 *
 * @param panes in which the key is
 */
public record RunningTotal<V>(V total, int panes) {}
