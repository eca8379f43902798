package io.holdfast.wal;

import io.holdfast.wal.SegmentHeader.Predecessor;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a faulty recovery would make of a scan: seeded bugs that sit between scan and start. */
public final class FaultyScans {
  private static final Set<Evidence> CLEAN =
      EnumSet.of(
          Evidence.READABLE,
          Evidence.HEADER_WHOLE,
          Evidence.FORMAT_KNOWN,
          Evidence.OURS,
          Evidence.LINKED,
          Evidence.TYPES_KNOWN,
          Evidence.UNDERSTOOD,
          Evidence.SUCCEEDED,
          Evidence.MEETS_SUCCESSOR);

  private FaultyScans() {}

  private static Set<Evidence> torn(SegmentReport report) {
    Set<Evidence> facts = EnumSet.copyOf(report.evidence());
    facts.removeAll(
        EnumSet.of(Evidence.PROVEN_BEYOND, Evidence.ONE_BIT_FLIPPED, Evidence.SUCCEEDED));
    facts.add(Evidence.BYTES_FOLLOW);
    return facts;
  }

  /** Records that nothing proves durable are forgotten. */
  public static LogScan withoutTail(LogScan scan) {
    LogScan.End end = scan.end();
    return with(
        scan,
        new LogScan.End(
            end.predecessor(), end.provenLsn(), List.of(), end.cut(), end.freeSequence()),
        scan.lastLsn());
  }

  /** Records that nothing proves durable are used where they lie. */
  public static LogScan trustingTail(Storage storage, LogScan scan) {
    LogScan.End end = scan.end();
    if (end.unproven().isEmpty()) {
      return scan;
    }
    return with(
        scan,
        new LogScan.End(
            wholeOfLast(storage, scan), scan.lastLsn(), List.of(), end.cut(), end.freeSequence()),
        scan.lastLsn());
  }

  /** They are written again, but the old ones count as well. */
  public static LogScan repeatingTail(Storage storage, LogScan scan) {
    LogScan.End end = scan.end();
    if (end.unproven().isEmpty()) {
      return scan;
    }
    return with(
        scan,
        new LogScan.End(
            wholeOfLast(storage, scan),
            end.provenLsn(),
            end.unproven(),
            end.cut(),
            end.freeSequence()),
        scan.lastLsn());
  }

  /** They are written again in the wrong order. */
  public static LogScan reversingTail(LogScan scan) {
    LogScan.End end = scan.end();
    List<byte[]> reversed = new ArrayList<>(end.unproven());
    Collections.reverse(reversed);
    return with(
        scan,
        new LogScan.End(
            end.predecessor(), end.provenLsn(), reversed, end.cut(), end.freeSequence()),
        scan.lastLsn());
  }

  /** The segment before ends some bytes earlier or later than it does. */
  public static LogScan predecessorLength(LogScan scan, int difference) {
    LogScan.End end = scan.end();
    Predecessor before = end.predecessor();
    if (before.sequence() == 0) {
      return scan;
    }
    Predecessor wrong =
        new Predecessor(
            before.sequence(), before.validLength() + difference, before.lastFrameCrc());
    return with(
        scan,
        new LogScan.End(wrong, end.provenLsn(), end.unproven(), end.cut(), end.freeSequence()),
        scan.lastLsn());
  }

  /** Whatever is wrong with the newest segment was torn off by a crash. */
  public static LogScan takingDamageForTorn(Storage storage, LogScan scan) {
    List<SegmentReport> reports = new ArrayList<>(scan.segments());
    SegmentReport last = reports.isEmpty() ? null : reports.get(reports.size() - 1);
    if (last == null || last.verdict() != Verdict.DAMAGED || last.header() == null) {
      return scan;
    }
    reports.set(reports.size() - 1, last.judged(torn(last), "guessed"));
    Predecessor end = wholeOf(storage, scan.directory(), last);
    return new LogScan(
        scan.logId(),
        scan.directory(),
        reports,
        new LogScan.End(end, last.lastLsn(), List.of(), null, last.header().sequence() + 1),
        last.lastLsn());
  }

  /** All is well, whatever was found. */
  public static LogScan sayingSound(LogScan scan) {
    List<SegmentReport> reports = new ArrayList<>();
    scan.segments().forEach(report -> reports.add(report.judged(CLEAN, "not looked at")));
    return new LogScan(scan.logId(), scan.directory(), reports, scan.end(), scan.lastLsn());
  }

  private static LogScan with(LogScan scan, LogScan.End end, long lastLsn) {
    return new LogScan(scan.logId(), scan.directory(), scan.segments(), end, lastLsn);
  }

  private static Predecessor wholeOfLast(Storage storage, LogScan scan) {
    List<SegmentReport> chain = scan.chain();
    return wholeOf(storage, scan.directory(), chain.get(chain.size() - 1));
  }

  private static Predecessor wholeOf(Storage storage, String directory, SegmentReport report) {
    SegmentHeader header = report.header();
    try (StorageReader reader = storage.open(directory + "/" + header.fileName())) {
      SegmentScanner scanner = new SegmentScanner(reader, header, Long.MAX_VALUE);
      while (scanner.next()) {
        // To the end.
      }
      return new Predecessor(header.sequence(), scanner.position(), scanner.lastFrameCrc());
    }
  }
}
