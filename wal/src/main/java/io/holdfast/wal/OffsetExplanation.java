package io.holdfast.wal;

import java.util.List;
import java.util.Optional;

/**
 * What lies at an offset of a segment, and why it is taken for that.
 *
 * @param report on the whole segment
 * @param place what part of the file it is
 * @param frameOffset of the frame that covers the offset, or at which the walk through the frames
 *     stopped before it; 0 for the header
 * @param frameBytes length of that frame with its header and padding; 0 where there is none
 * @param lsn of that frame, or the last before it
 * @param checks what a frame at {@code frameOffset} has to fulfil; empty for the header
 * @param beyond a frame header behind that place that verifies where it lies and covers the offset:
 *     no part of the log, but evidence
 */
public record OffsetExplanation(
    SegmentReport report,
    Place place,
    long frameOffset,
    long frameBytes,
    long lsn,
    List<FrameCheck> checks,
    Optional<Beyond> beyond) {

  /** The parts of a segment. */
  public enum Place {
    SEGMENT_HEADER,
    FRAME_HEADER,
    PAYLOAD,
    PADDING,
    /** Behind the last frame that is part of the log. */
    BEHIND,
    /** The file is not as long. */
    OUTSIDE
  }

  /** A frame header that verifies, where no frame is due. */
  public record Beyond(long offset, long lsn, long durableThroughLsn) {}
}
