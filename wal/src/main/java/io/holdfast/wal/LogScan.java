package io.holdfast.wal;

import io.holdfast.wal.SegmentHeader.Predecessor;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a read-only pass over a log has found. A value: it holds no file open, and the log may be
 * appended to behind it by {@link WriteAheadLog#start}.
 *
 * @param logId the log's identity
 * @param directory of the log in its storage
 * @param segments a report for each segment file, by sequence number
 * @param end where the proven part of the log ends, and what is appended there
 * @param lastLsn of the last valid record, proven or not; 0 if there is none
 */
public record LogScan(
    LogId logId, String directory, List<SegmentReport> segments, End end, long lastLsn) {

  /**
   * The place behind which a new writer goes on.
   *
   * @param predecessor of the segment to be written
   * @param provenLsn the last record that is known durable
   * @param unproven payloads of the records behind it, which must be written again before they are
   *     used
   * @param cut what a crash tore off, to be kept aside; null if nothing was
   * @param freeSequence the lowest sequence number above all files
   */
  record End(
      Predecessor predecessor, long provenLsn, List<byte[]> unproven, Cut cut, long freeSequence) {
    static End ofNothing(long freeSequence) {
      return new End(Predecessor.NONE, 0, List.of(), null, freeSequence);
    }
  }

  /**
   * Bytes at the end of a segment that are not part of the log.
   *
   * @param path of the segment in its storage
   * @param offset of the first of them
   */
  record Cut(String path, long offset, long lengthBytes) {}

  /**
   * What a start cuts off and keeps.
   *
   * @param path of the segment in its storage
   * @param offset of the first byte
   * @param keptAs path of the file that gets a copy of the bytes
   */
  public record Torn(String path, long offset, long lengthBytes, String keptAs) {}

  /** Receives the records of a log in order. */
  @FunctionalInterface
  public interface RecordVisitor {
    /** The payload is a view that is valid only during the call. */
    void record(long segment, Frame record);
  }

  /** The lowest LSN that is still there; one above the last if the log holds no record. */
  public long firstLsn() {
    return segments.stream()
        .filter(s -> s.header() != null && s.verdict() != Verdict.SUPERSEDED)
        .mapToLong(s -> s.header().firstLsn())
        .min()
        .orElse(1);
  }

  /** Records that were read but not proven durable. */
  public int unprovenRecords() {
    return end.unproven().size();
  }

  /** Length of the records that were read but not proven durable. */
  public long unprovenBytes() {
    return end.unproven().stream().mapToLong(record -> record.length).sum();
  }

  /** What {@link WriteAheadLog#start} cuts off; empty if nothing was torn. */
  public Optional<Torn> torn() {
    return Optional.ofNullable(end.cut())
        .map(cut -> new Torn(cut.path(), cut.offset(), cut.lengthBytes(), CutBytes.keptAs(cut)));
  }

  /** The number of the segment that {@link WriteAheadLog#start} makes. */
  public long nextSegment() {
    return end.freeSequence();
  }

  /** The segments that the log consists of, oldest first. */
  public List<SegmentReport> chain() {
    return segments.stream()
        .filter(s -> s.verdict().sound() && s.verdict() != Verdict.SUPERSEDED)
        .toList();
  }

  /**
   * Refuses a log that must not be used.
   *
   * @return this
   * @throws io.holdfast.HoldfastException of the type that fits the first unsound segment, with
   *     file, offset and way out; one whose header cannot be read comes first, because it makes
   *     others look cut short or missing
   */
  public LogScan requireSound() {
    segments.stream()
        .filter(s -> !s.verdict().sound())
        .min(Comparator.comparingInt(LogScan::remoteness))
        .ifPresent(
            s -> {
              throw s.verdict().refusal(s.explanation());
            });
    return this;
  }

  /** How far a finding may be from its cause. */
  private static int remoteness(SegmentReport segment) {
    if (segment.verdict() == Verdict.GAP) {
      return 2;
    }
    return segment.header() == null ? 0 : 1;
  }
}
