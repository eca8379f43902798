package io.holdfast.inspection.mend;

/**
 * Frames of a segment that all verify and follow on each other.
 *
 * @param start offset of the first
 * @param end offset behind the last
 * @param firstLsn of the first record; one above the last if there is none
 * @param lastLsn of the last record
 * @param previousCrc the checksum to which the first frame links back
 * @param lastCrc the checksum of the last frame's header
 */
record Piece(long start, long end, long firstLsn, long lastLsn, int previousCrc, int lastCrc) {}
