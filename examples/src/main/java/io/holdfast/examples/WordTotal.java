package io.holdfast.examples;

/**
 * How often a word was counted.
 *
 * @param inBatch in the batch that the row belongs to
 * @param total since the job began, over all restarts
 */
public record WordTotal(long inBatch, long total) {}
