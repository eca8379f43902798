package io.holdfast.inspection.show;

import io.holdfast.inspection.Content;
import io.holdfast.inspection.LogKind;
import io.holdfast.inspection.Text;
import io.holdfast.wal.Evidence;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.SegmentReport;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;

/** A segment around its frames: what its header says, and the verdict. */
final class SegmentContents {
  static final String COLUMNS = "%12s %9s  %-5s %9s %9s  %s";

  private SegmentContents() {}

  private static Content columns() {
    return Content.words(
        "\n"
            + String.format(
                Locale.ROOT, COLUMNS, "offset", "LSN", "type", "durable", "bytes", "content"));
  }

  static Content header(String name, LogKind kind, SegmentHeader header, boolean framesFollow) {
    SegmentHeader.Predecessor before = header.predecessor();
    String continues =
        before.sequence() == 0
            ? "nothing, it is the first"
            : "segment " + before.sequence() + " at byte " + before.validLength();
    String words =
        String.format(
            Locale.ROOT,
            "segment %s of a %s%n  log        %s%n  epoch      %d%n  sequence   %d%n  begins     at LSN %d"
                + "%n  continues  %s%n  durable    through LSN %d when it was made%n  created    %s%n%s",
            name,
            kind.words(),
            header.logId(),
            header.epoch(),
            header.sequence(),
            header.firstLsn(),
            continues,
            header.durableThroughLsn(),
            Instant.ofEpochMilli(header.createdMillis()),
            framesFollow ? columns().words() : "");
    return Content.of("segment", words)
        .with("file", name)
        .with("kind", kind.name().toLowerCase(Locale.ROOT))
        .with("log", header.logId().toString())
        .with("epoch", header.epoch())
        .with("sequence", header.sequence())
        .with("first_lsn", header.firstLsn())
        .with("predecessor_sequence", before.sequence())
        .with("predecessor_length", before.validLength())
        .with("durable_through_lsn", header.durableThroughLsn())
        .with("created_millis", header.createdMillis());
  }

  /** How many frames were left out. */
  static Content notShown(long behindLimit, long notSelected) {
    String more = behindLimit > 0 ? Text.count(behindLimit, "more frame") : "";
    String others = notSelected > 0 ? Text.count(notSelected, "frame") + " not selected" : "";
    String words = more + (more.isEmpty() || others.isEmpty() ? "" : ", ") + others;
    return Content.of("not_shown", String.format(Locale.ROOT, "%12s  %s", "…", words))
        .with("behind_limit", behindLimit)
        .with("not_selected", notSelected);
  }

  /** The verdict on a segment, with the facts that it follows from. */
  static Content verdict(SegmentReport report) {
    String words =
        String.format(
            Locale.ROOT,
            "%nverdict %s%n  %s%n  %s, last LSN %d, %,d of %,d bytes are part of the log%n",
            report.verdict(),
            report.explanation(),
            Text.count(report.records(), "record"),
            report.lastLsn(),
            report.validBytes(),
            report.lengthBytes());
    return withFlippedBit(Content.of("verdict", words + "  facts: " + facts(report) + "\n"), report)
        .with("file", report.location())
        .with("verdict", report.verdict().toString())
        .with("facts", report.evidence().stream().sorted().map(Evidence::name).toList())
        .with("explanation", report.explanation())
        .with("records", report.records())
        .with("last_lsn", report.lastLsn())
        .with("valid_length", report.validBytes())
        .with("length", report.lengthBytes());
  }

  private static String facts(SegmentReport report) {
    return report.evidence().isEmpty()
        ? "none"
        : report.evidence().stream()
            .sorted()
            .map(Evidence::words)
            .collect(Collectors.joining("; "));
  }

  private static Content withFlippedBit(Content content, SegmentReport report) {
    return report
        .flippedBit()
        .map(
            bit ->
                content
                    .with("flipped_byte_offset", bit.offset())
                    .with("flipped_bit", bit.bit())
                    .with("written_byte", bit.written()))
        .orElse(content);
  }
}
