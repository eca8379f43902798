package io.holdfast.wal;

import io.holdfast.HoldfastException;
import io.holdfast.wal.LogFiles.Link;
import io.holdfast.wal.LogFiles.Segment;

/**
 * Says what it means that a scan of a segment has stopped where it did. The one place where a
 * segment is judged, for recovery and for inspection alike.
 */
final class SegmentJudge {
  private final Segment segment;
  private final SegmentScanner scanner;

  private SegmentJudge(Segment segment, SegmentScanner scanner) {
    this.segment = segment;
    this.scanner = scanner;
  }

  /**
   * Judges a segment by a scanner that has come to its end.
   *
   * @param provenElsewhereLsn records up to this LSN are known to have been durable
   */
  static SegmentReport judge(Link link, SegmentScanner scanner, long provenElsewhereLsn) {
    SegmentJudge judge = new SegmentJudge(link.segment(), scanner);
    if (link.next() != null) {
      return judge.inner(link.next());
    }
    return judge.last(link.cutOff() ? 0 : provenElsewhereLsn);
  }

  /** What an error that ended the scan makes of the segment. */
  static SegmentReport failed(Link link, SegmentScanner scanner, HoldfastException error) {
    return new SegmentJudge(link.segment(), scanner).report(Verdict.of(error), error.getMessage());
  }

  /** Where the frames of a segment end for its scanner. */
  static long limit(Link link) {
    return link.next() == null ? Long.MAX_VALUE : link.next().predecessor().validLength();
  }

  private SegmentReport inner(SegmentHeader next) {
    boolean whole =
        scanner.position() == next.predecessor().validLength()
            && scanner.lastLsn() == next.firstLsn() - 1
            && scanner.lastFrameCrc() == next.predecessor().lastFrameCrc();
    if (whole) {
      return report(Verdict.CLEAN, "ends where segment " + next.sequence() + " goes on");
    }
    String why = scanner.reason().isEmpty() ? "the frames end too early" : scanner.reason();
    return report(Verdict.DAMAGED, damage(why, next.firstLsn() - 1));
  }

  private SegmentReport last(long provenElsewhereLsn) {
    boolean badFrame = scanner.stop() == SegmentScanner.Stop.BAD_FRAME;
    long proven = Math.max(provenElsewhereLsn, scanner.watermark());
    if (badFrame) {
      proven = Math.max(proven, scanner.watermarkBeyond());
    }
    if (proven > scanner.lastLsn()) {
      // Behind a seal only a file can be missing.
      if (scanner.sealed() && !badFrame) {
        return report(Verdict.GAP, missing(proven));
      }
      String why = scanner.reason().isEmpty() ? "the log ends here" : scanner.reason();
      return report(Verdict.DAMAGED, damage(why, proven));
    }
    if (badFrame) {
      return report(Verdict.TORN_TAIL, torn(proven));
    }
    return scanner.sealed()
        ? report(Verdict.CLEAN, "sealed by its writer")
        : report(Verdict.OPEN_TAIL, "ends with a valid frame, not sealed");
  }

  private SegmentReport report(Verdict verdict, String why) {
    return new SegmentReport(
        segment.location(),
        segment.header(),
        segment.lengthBytes(),
        scanner.position(),
        scanner.records(),
        scanner.lastLsn(),
        verdict,
        why);
  }

  private String torn(long proven) {
    return place()
        + scanner.reason()
        + "; nothing proves LSN "
        + (scanner.lastLsn() + 1)
        + " durable (highest proof: LSN "
        + proven
        + "), so a crash tore it off before anybody was told that it was safe";
  }

  private String damage(String why, long proven) {
    return place()
        + why
        + ", but LSN "
        + (scanner.lastLsn() + 1)
        + " to "
        + proven
        + " were durable. Acknowledged records are lost here unless the file is restored from a copy;"
        + " nothing was changed.";
  }

  private String missing(long proven) {
    return place()
        + "the writer sealed this file, but LSN "
        + (scanner.lastLsn() + 1)
        + " to "
        + proven
        + " were durable behind it. Segment files are missing; put them back.";
  }

  private String place() {
    return segment.location() + " offset " + scanner.position() + ": ";
  }
}
