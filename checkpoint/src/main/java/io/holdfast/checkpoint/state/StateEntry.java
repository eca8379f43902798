package io.holdfast.checkpoint.state;

/**
 * One change of a state, as {@link EntryKind} says.
 *
 * @param timeMillis of a pane or a touch; 0 if the kind has none
 * @param key null if the kind has none; likewise the value
 */
record StateEntry(EntryKind kind, long timeMillis, Object key, Object value) {}
