package io.holdfast.wal;

/**
 * What a writer has done since it was started; a snapshot.
 *
 * @param acknowledged records that were acknowledged, weakly or not
 * @param weaklyAcknowledged those of them that were not forced when that was said
 * @param refused appends that were refused cleanly: too little room, or too much in the queue
 * @param payloadBytes of the acknowledged records
 * @param groups records that were written together count once
 * @param forces how often a segment was forced
 * @param forceNanos how long these forces took together
 * @param longestForceNanos the slowest of them
 * @param largestGroupRecords records in the largest group
 * @param segmentsStarted segments that were begun, the first one too
 * @param segmentsReleased segments that were deleted
 * @param storedBytes what all segments that are there hold together: about what a start would read
 * @param queuedBytes what waits now
 */
public record LogMetrics(
    long acknowledged,
    long weaklyAcknowledged,
    long refused,
    long payloadBytes,
    long groups,
    long forces,
    long forceNanos,
    long longestForceNanos,
    long largestGroupRecords,
    long segmentsStarted,
    long segmentsReleased,
    long storedBytes,
    long queuedBytes) {}
