package io.holdfast.wal;

/**
 * What a scan found in one segment.
 *
 * @param location full path of the file
 * @param header null if it could not be read
 * @param lengthBytes of the file
 * @param validBytes from the start to the end of the last frame that is part of the log
 * @param records how many of those frames are records
 * @param lastLsn of the last record at or before the end of the segment
 * @param verdict what it is
 * @param explanation the evidence for the verdict, in words, with offsets and LSNs
 */
public record SegmentReport(
    String location,
    SegmentHeader header,
    long lengthBytes,
    long validBytes,
    long records,
    long lastLsn,
    Verdict verdict,
    String explanation) {

  String fileName() {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  static SegmentReport unread(
      String location, long lengthBytes, Verdict verdict, String explanation) {
    return new SegmentReport(location, null, lengthBytes, 0, 0, 0, verdict, explanation);
  }

  static SegmentReport unread(
      String location, SegmentHeader header, long lengthBytes, Verdict verdict, String why) {
    return new SegmentReport(location, header, lengthBytes, 0, 0, 0, verdict, why);
  }

  /** The same segment under another verdict. */
  SegmentReport judged(Verdict other, String why) {
    return new SegmentReport(
        location, header, lengthBytes, validBytes, records, lastLsn, other, why);
  }
}
