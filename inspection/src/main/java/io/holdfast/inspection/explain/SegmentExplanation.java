package io.holdfast.inspection.explain;

import io.holdfast.ConfigurationException;
import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Located;
import io.holdfast.inspection.Owner;
import io.holdfast.inspection.Table;
import io.holdfast.inspection.Text;
import io.holdfast.inspection.check.ApplicationInspector;
import io.holdfast.inspection.check.LogStatus;
import io.holdfast.inspection.ruler.LogRuler;
import io.holdfast.wal.Evidence;
import io.holdfast.wal.Frame;
import io.holdfast.wal.FrameCheck;
import io.holdfast.wal.FrameCheck.Answer;
import io.holdfast.wal.LogInspector;
import io.holdfast.wal.OffsetExplanation;
import io.holdfast.wal.OffsetExplanation.Place;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.SegmentReport;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.util.Locale;
import java.util.function.Consumer;

/** Explains an offset of a segment: the frame there, what it has to fulfil, the segment's facts. */
final class SegmentExplanation {
  private static final int FRAME_HEADER_BYTES = 40;

  private final Located at;
  private final long offset;
  private final boolean redacted;
  private final Consumer<Content> out;
  private final String name;

  SegmentExplanation(Located at, long offset, boolean redacted, Consumer<Content> out) {
    this.at = at;
    this.offset = offset;
    this.redacted = redacted;
    this.out = out;
    this.name = StoragePath.name(at.path());
  }

  ExitCode explain() {
    LogInspector inspector = inspector();
    OffsetExplanation explained = inspector.explain(name, offset);
    if (explained.place() == Place.OUTSIDE) {
      throw new ConfigurationException(
          explained.report().location()
              + " has "
              + Text.count(explained.frameOffset(), "byte")
              + ", so there is no offset "
              + offset
              + ". Offsets begin at 0.");
    }
    out.accept(place(explained));
    checks(explained);
    bytes(inspector, explained);
    facts(explained.report());
    Finding finding = LogStatus.finding(at.logKind(), explained.report());
    out.accept(Explanation.verdict(finding));
    return finding.exitCode();
  }

  /** In an application the rest of it says how far the log was durable. */
  private LogInspector inspector() {
    String directory = StoragePath.parent(at.path());
    if (!at.inApplication() || !SegmentHeader.isSegmentName(name)) {
      return around();
    }
    return ApplicationInspector.inspect(at.storage(), directory::equals, what -> {}).logs().stream()
        .filter(log -> log.directory().equals(directory))
        .findFirst()
        .map(log -> LogInspector.of(at.storage(), directory, log.scan().logId(), log.provenLsn()))
        .orElseGet(this::around);
  }

  private LogInspector around() {
    String directory = StoragePath.parent(at.path());
    return LogInspector.around(at.storage(), at.path(), Owner.log(at.storage(), directory));
  }

  private Content place(OffsetExplanation explained) {
    long inside = offset - explained.frameOffset();
    String frame = "the frame at offset " + explained.frameOffset();
    String lsn = ", LSN " + explained.lsn();
    String lies =
        switch (explained.place()) {
          case SEGMENT_HEADER -> "the header of the segment";
          case FRAME_HEADER -> "the header of " + frame + lsn + ", byte " + inside;
          case PAYLOAD ->
              "the payload of " + frame + lsn + ", byte " + (inside - FRAME_HEADER_BYTES);
          case PADDING -> "the padding of " + frame + lsn;
          case BEHIND, OUTSIDE ->
              "bytes that are no part of the log: it ends at offset "
                  + explained.frameOffset()
                  + ", behind LSN "
                  + explained.lsn();
        };
    String beyond =
        explained
            .beyond()
            .map(
                found ->
                    "\n  and in a frame whose header verifies, at offset "
                        + found.offset()
                        + ", LSN "
                        + found.lsn()
                        + ": it says that LSN "
                        + found.durableThroughLsn()
                        + " was durable")
            .orElse("");
    Content content =
        Content.of(
                "place",
                "offset "
                    + offset
                    + " of "
                    + explained.report().location()
                    + "\n  lies in "
                    + lies
                    + beyond
                    + "\n")
            .with("file", explained.report().location())
            .with("offset", offset)
            .with("part", explained.place().name().toLowerCase(Locale.ROOT))
            .with("part_offset", explained.frameOffset())
            .with("part_length", explained.frameBytes())
            .with("lsn", explained.lsn());
    return explained
        .beyond()
        .map(
            found ->
                content
                    .with("beyond_offset", found.offset())
                    .with("beyond_lsn", found.lsn())
                    .with("beyond_durable_through_lsn", found.durableThroughLsn()))
        .orElse(content);
  }

  private void checks(OffsetExplanation explained) {
    if (explained.checks().isEmpty()) {
      return;
    }
    Table table = Table.of("  ", "a frame at offset " + explained.frameOffset(), "holds", "found");
    for (FrameCheck check : explained.checks()) {
      table.row(
          Content.of("check", "")
              .with("predicate", check.predicate())
              .with("answer", check.answer().name().toLowerCase(Locale.ROOT))
              .with("found", check.found()),
          check.predicate(),
          words(check.answer()),
          check.found());
    }
    table.forEach(out);
  }

  private static String words(Answer answer) {
    return switch (answer) {
      case YES -> "yes";
      case NO -> "NO";
      case NOT_ASKED -> "not asked";
    };
  }

  private void bytes(LogInspector inspector, OffsetExplanation explained) {
    out.accept(Content.words("\nbytes"));
    try (StorageReader file = at.storage().open(at.path())) {
      Consumer<Content> marked = content -> out.accept(Marked.at(content, offset));
      LogRuler ruler = new LogRuler(file, at.logKind(), redacted, marked);
      switch (explained.place()) {
        case SEGMENT_HEADER -> ruler.header();
        case FRAME_HEADER, PAYLOAD, PADDING -> {
          SegmentReport unused = inspector.segment(name, frame -> measure(frame, explained, ruler));
        }
        case BEHIND, OUTSIDE -> ruler.unverified(explained.frameOffset(), offset);
      }
    }
  }

  private static void measure(Frame frame, OffsetExplanation explained, LogRuler ruler) {
    if (frame.offset() == explained.frameOffset()) {
      ruler.frame(frame);
    }
  }

  private void facts(SegmentReport report) {
    out.accept(Content.words(""));
    Table table = Table.of("  ", "of the whole segment", "holds");
    for (Evidence fact : Evidence.values()) {
      boolean holds = report.evidence().contains(fact);
      table.row(
          Content.of("fact", "")
              .with("fact", fact.name())
              .with("words", fact.words())
              .with("holds", holds),
          fact.words(),
          holds ? "yes" : "no");
    }
    table.forEach(out);
  }
}
