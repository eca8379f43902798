package io.holdfast.tools.inspect;

import io.holdfast.ConfigurationException;
import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.HoldfastException;
import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.checkpoint.CheckpointInspector;
import io.holdfast.checkpoint.ContainerReader;
import io.holdfast.checkpoint.ContainerReport;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.checkpointing.Sections;
import io.holdfast.inspection.CheckpointParts;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Located;
import io.holdfast.inspection.LogKind;
import io.holdfast.inspection.Subject;
import io.holdfast.inspection.check.ApplicationInspector;
import io.holdfast.inspection.check.ApplicationReport;
import io.holdfast.inspection.check.CheckpointStatus;
import io.holdfast.inspection.check.LogStatus;
import io.holdfast.inspection.payload.Payloads;
import io.holdfast.inspection.show.ApplicationContents;
import io.holdfast.inspection.show.CheckpointContents;
import io.holdfast.inspection.show.FindingContents;
import io.holdfast.inspection.show.FrameOptions;
import io.holdfast.inspection.show.LogAdjuncts;
import io.holdfast.inspection.show.LogContents;
import io.holdfast.inspection.show.ManifestContents;
import io.holdfast.inspection.show.Selection;
import io.holdfast.tools.RealTime;
import io.holdfast.wal.SegmentReport;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.StoragePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One run of {@code holdfast dump} on something that was found. */
final class Dump {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Set<LogKind> BY_BLOCKS =
      EnumSet.of(LogKind.JOURNAL, LogKind.DATA, LogKind.EXECUTOR);

  private final Located at;
  private final String given;
  private final Selection selection;
  private final FrameOptions frames;
  private final Printer printer;
  private long shown;
  private long lastLsn;

  Dump(
      Located at,
      String given,
      Selection selection,
      long limit,
      boolean hex,
      Payloads payloads,
      Printer printer) {
    this.at = at;
    this.given = given;
    this.selection = selection;
    this.printer = printer;
    frames = new FrameOptions(selection, limit, hex, payloads, classTable());
  }

  /** Shows it and returns the verdict. */
  ExitCode run() {
    if (selection.byBatch() && blocksAreChosen()) {
      readJournal();
    }
    return switch (at.subject()) {
      case APPLICATION -> application();
      case LOG -> log(at.path(), at.logKind());
      case LOGS -> logs();
      case SEGMENT -> segment();
      case TAIL_MARK -> adjunct(LogAdjuncts.tailMark(at.storage(), at.path()));
      case CUT_BYTES -> adjunct(LogAdjuncts.cut(at.storage(), at.path()));
      case CHECKPOINTS -> checkpoints();
      case CHECKPOINT -> checkpoint(at.path());
      case OUTPUT -> output();
      case BATCH -> batch(at.path());
      case MANIFEST -> batch(StoragePath.parent(at.path()));
    };
  }

  private boolean blocksAreChosen() {
    boolean blocks = BY_BLOCKS.contains(at.logKind());
    return at.subject() == Subject.LOGS || (at.subject() != Subject.CHECKPOINTS && blocks);
  }

  private void readJournal() {
    if (!at.inApplication()) {
      throw new ConfigurationException(
          given
              + ": which blocks a batch consists of is in the journal of its application, and this"
              + " is in none. Leave --batch, --since and --until out, or name it where it belongs.");
    }
    if (selection.readJournal(at.storage()) == 0) {
      printer.print(Content.words("no such batch is in the journal; older ones were released"));
    }
  }

  /** How the keys and values of the newest checkpoint's states were written. */
  private String classTable() {
    if (!at.inApplication() || at.subject() == Subject.APPLICATION) {
      return FrameOptions.NO_CLASSES;
    }
    try {
      return newestCheckpoint()
          .map(
              path -> {
                try (ContainerReader reader = ContainerReader.open(at.storage(), path)) {
                  return CheckpointParts.text(reader, Sections.STATE_CLASSES);
                }
              })
          .orElse(FrameOptions.NO_CLASSES);
    } catch (HoldfastException e) {
      // Only for logs whose own table was cut away; what cannot be told without is shown as bytes.
      return FrameOptions.NO_CLASSES;
    }
  }

  private Optional<String> newestCheckpoint() {
    return at.storage().list(ApplicationLayout.CHECKPOINTS).stream()
        .map(FileStatus::name)
        .filter(name -> CheckpointId.parse(name).isPresent())
        .max(String::compareTo)
        .map(name -> StoragePath.join(ApplicationLayout.CHECKPOINTS, name));
  }

  private ExitCode application() {
    try (Progress progress = new Progress(at.storage(), "")) {
      ApplicationReport report = ApplicationInspector.inspect(progress.storage(), progress::at);
      ApplicationContents.of(at.storage(), report).forEach(printer::print);
      printer.print(
          Content.words(
              "\nlook into it with\n  holdfast dump journal "
                  + given
                  + "\n  holdfast dump "
                  + given
                  + report
                      .start()
                      .map(c -> "/checkpoints/" + StoragePath.name(c.report().location()))
                      .orElse("/checkpoints")
                  + "\n  holdfast verify "
                  + given));
      return report.exitCode();
    }
  }

  private ExitCode log(String directory, LogKind kind) {
    List<Finding> findings = new ArrayList<>();
    for (SegmentReport report :
        LogContents.log(at.storage(), directory, kind, frames, this::print)) {
      lastLsn = Math.max(lastLsn, report.lastLsn());
      findings.add(LogStatus.finding(kind, report));
    }
    return Finding.worst(findings);
  }

  private ExitCode logs() {
    List<ExitCode> codes = new ArrayList<>();
    for (FileStatus entry : at.storage().list(at.path())) {
      if (entry.directory()) {
        String directory = StoragePath.join(at.path(), entry.name());
        codes.add(log(directory, LogKind.of(at.storage().location() + "/" + directory)));
      }
    }
    return Finding.worstOf(codes);
  }

  private ExitCode adjunct(Content content) {
    printer.print(content);
    return ExitCode.OK;
  }

  private ExitCode segment() {
    return LogContents.segment(at.storage(), at.path(), at.logKind(), frames, printer::print)
        .verdict()
        .exitCode();
  }

  /** Those of the batches that were asked for, each in full; a line for each if none were. */
  private ExitCode checkpoints() {
    List<Finding> findings = new ArrayList<>();
    for (ContainerReport report :
        new CheckpointInspector(at.storage()).directory(at.path()).checkpoints()) {
      long batch = report.header().map(header -> header.batchTimeMillis()).orElse(0L);
      Finding finding = CheckpointStatus.finding(at.storage(), report);
      findings.add(finding);
      if (!selection.byBatch()) {
        printer.print(FindingContents.of(finding, at.storage().location()));
      } else if (selection.batch(batch)) {
        checkpoint(StoragePath.join(at.path(), StoragePath.name(report.location())));
      }
    }
    if (selection.byBatch() && shown == 0) {
      printer.print(
          Content.words("no checkpoint is of such a batch; without --batch all are named"));
    }
    return Finding.worst(findings);
  }

  private ExitCode checkpoint(String path) {
    shown++;
    CheckpointContents.Shown shown =
        CheckpointContents.of(at.storage(), path, frames.hex(), frames.payloads());
    shown.contents().forEach(printer::print);
    return CheckpointStatus.finding(at.storage(), shown.report()).exitCode();
  }

  private ExitCode output() {
    List<ExitCode> codes = new ArrayList<>();
    for (FileStatus entry : at.storage().list(at.path())) {
      String directory = StoragePath.join(at.path(), entry.name());
      if (entry.directory() && at.storage().exists(directory + "/_manifest")) {
        codes.add(batch(directory));
        printer.print(Content.words(""));
      }
    }
    return Finding.worstOf(codes);
  }

  private ExitCode batch(String directory) {
    return ManifestContents.of(at.storage(), directory, printer::print).exitCode();
  }

  /** Goes on with what the log gains, until nobody reads any more. */
  void follow() {
    String directory = at.subject() == Subject.LOGS ? onlyLog() : at.path();
    if (at.subject() != Subject.LOG && at.subject() != Subject.LOGS) {
      throw new ConfigurationException(given + ": only a log can be followed. Name a log.");
    }
    LogKind kind = LogKind.of(at.storage().location() + "/" + directory);
    FrameOptions left =
        new FrameOptions(
            selection,
            frames.limit() - shown,
            frames.hex(),
            frames.payloads(),
            frames.classTable());
    LogContents.Following following =
        LogContents.following(at.storage(), directory, kind, lastLsn, left, this::print);
    while (following.poll() && !printer.gone()) {
      RealTime.pause(POLL);
    }
  }

  private void print(Content content) {
    shown += content.type().equals("frame") ? 1 : 0;
    printer.print(content);
  }

  private String onlyLog() {
    List<String> logs =
        at.storage().list(at.path()).stream()
            .filter(FileStatus::directory)
            .map(FileStatus::name)
            .toList();
    if (logs.size() != 1) {
      throw new ConfigurationException(
          given + ": one log can be followed, and there are " + logs + ". Name one of them.");
    }
    return StoragePath.join(at.path(), logs.get(0));
  }
}
