package io.holdfast.wal;

/**
 * What the log says of a record that it has taken.
 *
 * @param handle where the record lies
 * @param durable whether it survives a crash of the machine: true if it was forced before this was
 *     said; false makes the acknowledgement <em>weak</em>: the log's {@link SyncPolicy} lets it
 *     speak before it forces, and the record survives the death of the process only
 */
public record Acknowledgement(LogHandle handle, boolean durable) {}
