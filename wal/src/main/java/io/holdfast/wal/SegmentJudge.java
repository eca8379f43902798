package io.holdfast.wal;

import io.holdfast.HoldfastException;
import io.holdfast.NewerFormatException;
import io.holdfast.wal.LogFiles.Link;
import io.holdfast.wal.LogFiles.Segment;
import io.holdfast.wal.SegmentScanner.Stop;
import io.holdfast.wal.storage.StorageException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Gathers the facts of a segment whose scan has stopped, asks the table for the verdict, and puts
 * it into words. The one place where a segment is judged, for recovery and for inspection alike.
 */
final class SegmentJudge {
  /** What holds for every segment whose header could be used. */
  private static final Set<Evidence> HEADER =
      EnumSet.of(Evidence.READABLE, Evidence.HEADER_WHOLE, Evidence.FORMAT_KNOWN, Evidence.OURS);

  private final Segment segment;
  private final SegmentScanner scanner;
  private final Set<Evidence> facts = EnumSet.copyOf(HEADER);
  private FlippedBit flipped;
  private Proof proof = new Proof(0, "");

  /** Through which record the log was durable, and what says so. */
  record Proof(long lsn, String source) {
    Proof or(long otherLsn, String otherSource) {
      return otherLsn > lsn ? new Proof(otherLsn, otherSource) : this;
    }
  }

  /**
   * What is known of the end of a log from outside of its segments.
   *
   * @param laterNamed whether a segment behind all that are there is known to have existed
   */
  record Outside(Proof proof, boolean laterNamed) {
    static final Outside NOTHING = new Outside(new Proof(0, ""), false);
  }

  private SegmentJudge(Segment segment, SegmentScanner scanner) {
    this.segment = segment;
    this.scanner = scanner;
    facts.add(Evidence.LINKED);
  }

  /** The facts of a segment that is beside the chain. */
  static Set<Evidence> beside(boolean outlived) {
    Set<Evidence> beside = EnumSet.copyOf(HEADER);
    if (outlived) {
      beside.add(Evidence.OUTLIVED);
    }
    return beside;
  }

  /**
   * Judges a segment by a scanner that has come to its end.
   *
   * @param outside what is known of the log from outside of its segments
   */
  static SegmentReport judge(Link link, SegmentScanner scanner, Outside outside) {
    SegmentJudge judge = new SegmentJudge(link.segment(), scanner);
    judge.facts.addAll(EnumSet.of(Evidence.TYPES_KNOWN, Evidence.UNDERSTOOD));
    if (scanner.stop() == Stop.BAD_FRAME) {
      judge.facts.add(Evidence.BYTES_FOLLOW);
      judge.flipped = scanner.flippedBit();
    }
    if (judge.flipped != null) {
      judge.facts.add(Evidence.ONE_BIT_FLIPPED);
    }
    if (scanner.sealed()) {
      judge.facts.add(Evidence.SEALED);
    }
    if (link.next() != null) {
      return judge.inner(link.next());
    }
    return judge.last(link.cutOff() ? Outside.NOTHING : outside);
  }

  /** What an error that ended the scan makes of the segment. */
  static SegmentReport failed(Link link, SegmentScanner scanner, HoldfastException error) {
    SegmentJudge judge = new SegmentJudge(link.segment(), scanner);
    if (error instanceof StorageException) {
      judge.facts.remove(Evidence.READABLE);
    } else if (!(error instanceof NewerFormatException)) {
      judge.facts.add(Evidence.TYPES_KNOWN);
    }
    return judge.report(error.getMessage());
  }

  /** Where the frames of a segment end for its scanner. */
  static long limit(Link link) {
    return link.next() == null ? Long.MAX_VALUE : link.next().predecessor().validLength();
  }

  private SegmentReport inner(SegmentHeader next) {
    facts.add(Evidence.SUCCEEDED);
    boolean whole =
        scanner.position() == next.predecessor().validLength()
            && scanner.lastLsn() == next.firstLsn() - 1
            && scanner.lastFrameCrc() == next.predecessor().lastFrameCrc();
    if (whole) {
      facts.add(Evidence.MEETS_SUCCESSOR);
    }
    proof = new Proof(next.firstLsn() - 1, SegmentHeader.fileName(next.sequence()));
    return report(whole ? "ends where segment " + next.sequence() + " goes on" : damage());
  }

  private SegmentReport last(Outside outside) {
    proof =
        proof
            .or(scanner.header().durableThroughLsn(), "its own header")
            .or(scanner.watermark(), "a frame of it")
            .or(outside.proof().lsn(), outside.proof().source());
    if (outside.laterNamed()) {
      facts.add(Evidence.LATER_NAMED);
    }
    if (scanner.stop() == Stop.BAD_FRAME) {
      proof = proof.or(scanner.watermarkBeyond(), "a frame behind that place");
    }
    if (proof.lsn() > scanner.lastLsn()) {
      facts.add(Evidence.PROVEN_BEYOND);
    }
    return report(
        switch (VerdictTable.verdict(facts)) {
          case CLEAN -> "sealed by its writer";
          case OPEN_TAIL -> "ends with a valid frame, not sealed";
          case TORN_TAIL -> torn();
          case GAP -> missing();
          default -> facts.contains(Evidence.PROVEN_BEYOND) ? damage() : rotten();
        });
  }

  private SegmentReport report(String why) {
    return new SegmentReport(
        segment.location(),
        segment.header(),
        segment.lengthBytes(),
        scanner.position(),
        scanner.lastLsn(),
        scanner.statistics(),
        facts,
        Optional.ofNullable(flipped),
        VerdictTable.verdict(facts),
        why);
  }

  private String torn() {
    return place()
        + scanner.reason()
        + "; nothing proves LSN "
        + (scanner.lastLsn() + 1)
        + " durable (highest proof: LSN "
        + proof.lsn()
        + "), so a crash tore it off before anybody was told that it was safe";
  }

  private String damage() {
    String why = scanner.reason();
    if (why.isEmpty()) {
      why = facts.contains(Evidence.SUCCEEDED) ? "the frames end too early" : "the log ends here";
    }
    return place()
        + why
        + ", but "
        + (proof.lsn() > scanner.lastLsn()
            ? "LSN " + (scanner.lastLsn() + 1) + " to " + proof.lsn() + " were durable"
            : "the log goes on from another place of it")
        + " ("
        + proof.source()
        + " says so). "
        + (flipped == null ? "" : "A single flipped bit explains it: " + flipped + ". ")
        + extent()
        + "Acknowledged records are lost here unless the file is restored from a copy;"
        + " nothing was changed.";
  }

  private String rotten() {
    return place()
        + scanner.reason()
        + ". A single flipped bit explains it, and a crash does not: "
        + flipped
        + ". The record was written whole, and may have been acknowledged."
        + " Restore the file from a copy, or turn the bit back; nothing was changed.";
  }

  private String extent() {
    long bytes = segment.lengthBytes() - scanner.position();
    return bytes > 0 ? bytes + " bytes from there on cannot be used. " : "";
  }

  private String missing() {
    String end = scanner.sealed() ? "the writer sealed this file" : "the file ends here";
    return place()
        + end
        + ", but LSN "
        + (scanner.lastLsn() + 1)
        + " to "
        + proof.lsn()
        + " were durable behind it ("
        + proof.source()
        + " says so). Segment files are missing; put them back.";
  }

  private String place() {
    return segment.location() + " offset " + scanner.position() + ": ";
  }
}
