package io.holdfast.stream;

/**
 * What a context did since its start, in records.
 *
 * @param received taken from receivers
 * @param stored durable, block and metadata
 * @param processed in completed batches
 * @param leftOver stored and not in a completed batch; the next start takes them up
 */
public record StopReport(long received, long stored, long processed, long leftOver) {}
