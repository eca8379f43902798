package io.holdfast.wal;

import io.holdfast.wal.FrameLayout.FrameHeader;

/**
 * Counts over the frames of one segment, or of a log.
 *
 * @param records frames that hold a record
 * @param groups runs of records that carry the same durable-through LSN: each was written with one
 *     force, or several were when the log was not forced for each
 * @param marks frames that only carry a watermark
 * @param seals 1 if the writer ended the segment on purpose
 * @param skipped frames of types that this version passes over
 * @param payloadBytes of all records
 * @param smallestRecordBytes 0 if there is no record
 * @param largestRecordBytes 0 if there is no record
 */
public record SegmentStatistics(
    long records,
    long groups,
    long marks,
    long seals,
    long skipped,
    long payloadBytes,
    int smallestRecordBytes,
    int largestRecordBytes) {

  public static final SegmentStatistics NONE = new SegmentStatistics(0, 0, 0, 0, 0, 0, 0, 0);

  /** Both together. */
  public SegmentStatistics plus(SegmentStatistics other) {
    if (records == 0 || other.records == 0) {
      SegmentStatistics sizes = records == 0 ? other : this;
      return sum(other, sizes.smallestRecordBytes, sizes.largestRecordBytes);
    }
    return sum(
        other,
        Math.min(smallestRecordBytes, other.smallestRecordBytes),
        Math.max(largestRecordBytes, other.largestRecordBytes));
  }

  private SegmentStatistics sum(SegmentStatistics other, int smallest, int largest) {
    return new SegmentStatistics(
        records + other.records,
        groups + other.groups,
        marks + other.marks,
        seals + other.seals,
        skipped + other.skipped,
        payloadBytes + other.payloadBytes,
        smallest,
        largest);
  }

  /** Counts while a segment is walked. */
  static final class Counter {
    private long records;
    private long groups;
    private long marks;
    private long seals;
    private long skipped;
    private long payloadBytes;
    private int smallest = Integer.MAX_VALUE;
    private int largest;
    private long groupWatermark = -1;

    void add(FrameHeader header) {
      switch (header.type()) {
        case FrameLayout.DATA -> addRecord(header);
        case FrameLayout.MARK -> marks++;
        case FrameLayout.SEAL -> seals++;
        default -> skipped++;
      }
    }

    private void addRecord(FrameHeader header) {
      records++;
      if (header.durableThroughLsn() != groupWatermark) {
        groupWatermark = header.durableThroughLsn();
        groups++;
      }
      payloadBytes += header.lengthBytes();
      smallest = Math.min(smallest, header.lengthBytes());
      largest = Math.max(largest, header.lengthBytes());
    }

    SegmentStatistics statistics() {
      return new SegmentStatistics(
          records,
          groups,
          marks,
          seals,
          skipped,
          payloadBytes,
          records == 0 ? 0 : smallest,
          largest);
    }
  }
}
