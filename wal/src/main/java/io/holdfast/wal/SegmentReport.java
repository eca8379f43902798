package io.holdfast.wal;

import io.holdfast.HoldfastException;
import io.holdfast.NewerFormatException;
import io.holdfast.WrongApplicationException;
import io.holdfast.wal.storage.StorageException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a scan found in one segment.
 *
 * @param location full path of the file
 * @param header null if it could not be read
 * @param lengthBytes of the file
 * @param validBytes from the start to the end of the last frame that is part of the log
 * @param lastLsn of the last record at or before the end of the segment
 * @param statistics of the frames that are part of the log
 * @param evidence the facts that hold for the segment
 * @param flippedBit that alone explains what is wrong, if there is one
 * @param verdict what it is; follows from the evidence
 * @param explanation the same in words, with offsets and LSNs
 */
public record SegmentReport(
    String location,
    SegmentHeader header,
    long lengthBytes,
    long validBytes,
    long lastLsn,
    SegmentStatistics statistics,
    Set<Evidence> evidence,
    Optional<FlippedBit> flippedBit,
    Verdict verdict,
    String explanation) {

  public SegmentReport {
    Set<Evidence> copy = EnumSet.noneOf(Evidence.class);
    copy.addAll(evidence);
    evidence = Collections.unmodifiableSet(copy);
  }

  /** How many records it holds that are part of the log. */
  public long records() {
    return statistics.records();
  }

  /** Bytes behind the last frame that is part of the log. */
  public long excessBytes() {
    return Math.max(0, lengthBytes - validBytes);
  }

  String fileName() {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  /** A segment of which no more is known than what ended the attempt to read its header. */
  static SegmentReport withoutHeader(String location, long lengthBytes, HoldfastException error) {
    return unwalked(location, null, lengthBytes, headerFacts(error), error.getMessage());
  }

  /** A segment whose header could be read, and then nothing more. */
  static SegmentReport lost(LogFiles.Segment segment, StorageException error) {
    return unwalked(
        segment.location(),
        segment.header(),
        segment.lengthBytes(),
        EnumSet.noneOf(Evidence.class),
        error.getMessage());
  }

  /** A segment of which only the header was read. */
  static SegmentReport unwalked(
      String location,
      SegmentHeader header,
      long lengthBytes,
      Set<Evidence> facts,
      String explanation) {
    return new SegmentReport(
        location,
        header,
        lengthBytes,
        0,
        0,
        SegmentStatistics.NONE,
        facts,
        Optional.empty(),
        VerdictTable.verdict(facts),
        explanation);
  }

  /** The same segment, of which other facts hold. */
  SegmentReport judged(Set<Evidence> facts, String why) {
    return new SegmentReport(
        location,
        header,
        lengthBytes,
        validBytes,
        lastLsn,
        statistics,
        facts,
        flippedBit,
        VerdictTable.verdict(facts),
        why);
  }

  /** How far the reading of a header came. */
  private static Set<Evidence> headerFacts(HoldfastException error) {
    Set<Evidence> facts = EnumSet.noneOf(Evidence.class);
    if (!(error instanceof StorageException)) {
      facts.add(Evidence.READABLE);
    }
    if (error instanceof NewerFormatException || error instanceof WrongApplicationException) {
      facts.add(Evidence.HEADER_WHOLE);
    }
    if (error instanceof WrongApplicationException) {
      facts.add(Evidence.FORMAT_KNOWN);
    }
    return facts;
  }
}
