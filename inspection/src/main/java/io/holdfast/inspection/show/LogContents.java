package io.holdfast.inspection.show;

import io.holdfast.inspection.Content;
import io.holdfast.inspection.LogKind;
import io.holdfast.inspection.Text;
import io.holdfast.wal.Evidence;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogInspector;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.SegmentReport;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Shows the segments of a log frame by frame, in order and while they are read: headers, frames
 * with what they hold, verdicts. Needs constant memory. Used by one thread.
 */
public final class LogContents {
  private static final String COLUMNS = "%12s %9s  %-5s %9s %9s  %s";

  private final LogInspector inspector;
  private final LogKind kind;
  private final Consumer<Content> out;
  private long left;
  private long hidden;

  private LogContents(LogInspector inspector, LogKind kind, long limit, Consumer<Content> out) {
    this.inspector = inspector;
    this.kind = kind;
    this.left = limit;
    this.out = out;
  }

  /**
   * Shows all segments of a log.
   *
   * @param limit how many frames are shown; all are judged
   * @return the verdicts, oldest segment first
   */
  public static List<SegmentReport> log(
      Storage storage, String directory, LogKind kind, long limit, Consumer<Content> out) {
    LogInspector inspector = LogInspector.of(storage, directory, null, 0);
    LogContents contents = new LogContents(inspector, kind, limit, out);
    List<SegmentReport> reports = new ArrayList<>();
    inspector.segments().forEach(name -> reports.add(contents.segment(name)));
    return reports;
  }

  /** Shows one segment file. */
  public static SegmentReport segment(
      Storage storage, String path, LogKind kind, long limit, Consumer<Content> out) {
    return new LogContents(LogInspector.around(storage, path), kind, limit, out)
        .segment(StoragePath.name(path));
  }

  private SegmentReport segment(String name) {
    inspector.header(name).ifPresent(header -> out.accept(header(name, header)));
    SegmentReport report = inspector.segment(name, this::frame);
    verdict(report);
    return report;
  }

  private static Content columns() {
    return Content.words(
        "\n"
            + String.format(
                Locale.ROOT, COLUMNS, "offset", "LSN", "type", "durable", "bytes", "content"));
  }

  private Content header(String name, SegmentHeader header) {
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
            columns().words());
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

  private void frame(Frame frame) {
    if (left == 0) {
      hidden++;
      return;
    }
    left--;
    int length = frame.payload().remaining();
    Content content =
        frame.isRecord()
            ? RecordContents.of(kind, frame.payload(), "LSN " + frame.lsn())
            : Content.of(frame.type().toLowerCase(Locale.ROOT), "");
    String words =
        String.format(
            Locale.ROOT,
            COLUMNS,
            frame.offset(),
            frame.lsn(),
            frame.type(),
            frame.durableThroughLsn(),
            length,
            content.words());
    Content shown =
        Content.of("frame", words.stripTrailing())
            .with("offset", frame.offset())
            .with("lsn", frame.lsn())
            .with("frame_type", frame.type())
            .with("durable_through_lsn", frame.durableThroughLsn())
            .with("length", length)
            .with("crc32c", Text.hex(frame.payloadCrc()));
    out.accept(
        frame.isRecord()
            ? shown.with("content_type", content.type()).with("content", content.fields())
            : shown);
  }

  private void verdict(SegmentReport report) {
    if (hidden > 0) {
      out.accept(Content.words(String.format(Locale.ROOT, "%12s  %,d more frames", "…", hidden)));
      hidden = 0;
    }
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
    out.accept(
        withFlippedBit(Content.of("verdict", words + "  facts: " + facts(report) + "\n"), report)
            .with("file", report.location())
            .with("verdict", report.verdict().toString())
            .with("facts", report.evidence().stream().sorted().map(Evidence::name).toList())
            .with("explanation", report.explanation())
            .with("records", report.records())
            .with("last_lsn", report.lastLsn())
            .with("valid_length", report.validBytes())
            .with("length", report.lengthBytes()));
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
