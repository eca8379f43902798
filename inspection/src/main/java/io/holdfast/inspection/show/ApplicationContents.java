package io.holdfast.inspection.show;

import io.holdfast.Finding;
import io.holdfast.checkpoint.ContainerHeader;
import io.holdfast.checkpoint.ContainerReader;
import io.holdfast.checkpoint.ContainerReport;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Text;
import io.holdfast.inspection.check.ApplicationReport;
import io.holdfast.inspection.check.CheckpointStatus;
import io.holdfast.inspection.check.LogStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An application on one screen: what it is, what lies where, and where a start would continue. */
public final class ApplicationContents {
  private static final String CHECKPOINT = "  %-54s %11s %5s %14s  %s";
  private static final String LOG = "  %-24s %8s %11s %10s %10s %10s  %s";

  private final Storage storage;
  private final ApplicationReport report;
  private final List<Content> contents = new ArrayList<>();

  private ApplicationContents(Storage storage, ApplicationReport report) {
    this.storage = storage;
    this.report = report;
  }

  /** Shows what an inspection of {@code storage} has found. */
  public static List<Content> of(Storage storage, ApplicationReport report) {
    ApplicationContents shown = new ApplicationContents(storage, report);
    shown.application();
    shown.logs();
    shown.checkpoints();
    shown.start();
    shown.findings();
    return shown.contents;
  }

  private void application() {
    String name = report.identity().map(id -> id.name()).orElse("unknown");
    String id = report.identity().map(i -> i.id().toString()).orElse("unknown");
    List<Long> epochs = report.epochs();
    String last = epochs.isEmpty() ? "none yet" : "" + epochs.get(epochs.size() - 1);
    String words =
        "application '"
            + name
            + "' in "
            + report.location()
            + "\n  id     "
            + id
            + "\n  epoch  "
            + last;
    contents.add(
        Content.of("application", words)
            .with("location", report.location())
            .with("name", name)
            .with("id", id)
            .with("epochs", epochs));
  }

  private void logs() {
    contents.add(
        Content.words(
            "\n"
                + String.format(
                    Locale.ROOT,
                    LOG,
                    "logs",
                    "segments",
                    "bytes",
                    "from LSN",
                    "to LSN",
                    "proven",
                    "state")));
    for (LogStatus log : report.logs()) {
      boolean empty = log.scan().segments().isEmpty();
      String state = log.sound() ? log.content() : "NOT SOUND";
      contents.add(
          Content.of(
                  "log",
                  String.format(
                      Locale.ROOT,
                      LOG,
                      log.directory(),
                      log.scan().segments().size(),
                      Text.bytes(log.lengthBytes()),
                      empty ? "-" : log.scan().firstLsn(),
                      empty ? "-" : log.scan().lastLsn(),
                      log.provenLsn(),
                      state))
              .with("directory", log.directory())
              .with("kind", log.kind().name().toLowerCase(Locale.ROOT))
              .with("segments", log.scan().segments().size())
              .with("length", log.lengthBytes())
              .with("first_lsn", log.scan().firstLsn())
              .with("last_lsn", log.scan().lastLsn())
              .with("proven_lsn", log.provenLsn())
              .with("sound", log.sound()));
    }
  }

  private void checkpoints() {
    contents.add(
        Content.words(
            "\n"
                + String.format(
                    Locale.ROOT, CHECKPOINT, "checkpoints", "bytes", "epoch", "batch", "state")));
    for (CheckpointStatus checkpoint : report.checkpoints()) {
      ContainerReport file = checkpoint.report();
      long epoch = file.header().map(ContainerHeader::epoch).orElse(0L);
      long batch = file.header().map(ContainerHeader::batchTimeMillis).orElse(0L);
      String name = StoragePath.name(file.location());
      String state =
          checkpoint.replayable() ? "replayable" : checkpoint.finding().verdict().toString();
      contents.add(
          Content.of(
                  "checkpoint",
                  String.format(
                      Locale.ROOT,
                      CHECKPOINT,
                      name,
                      Text.bytes(file.lengthBytes()),
                      epoch,
                      batch == 0 ? "none" : batch,
                      state))
              .with("file", name)
              .with("length", file.lengthBytes())
              .with("epoch", epoch)
              .with("batch", batch)
              .with("verdict", file.verdict().toString())
              .with("replayable", checkpoint.replayable()));
    }
  }

  private void start() {
    report.start().ifPresent(this::graph);
    if (report.state().isPresent()) {
      contents.add(Content.words("\nwhere a start would continue"));
      contents.addAll(StateContents.summary(report.state().get()));
    }
  }

  private void graph(CheckpointStatus checkpoint) {
    String name = StoragePath.name(checkpoint.report().location());
    try (ContainerReader reader =
        ContainerReader.open(storage, ApplicationLayout.CHECKPOINTS + "/" + name)) {
      List<Content> graph = CheckpointContents.graph(reader);
      contents.add(Content.words("\ngraph of the newest checkpoint"));
      contents.addAll(graph);
    } catch (RuntimeException e) {
      contents.add(Content.words("\ngraph: " + e.getMessage()));
    }
  }

  private void findings() {
    List<Finding> wrong = report.findings().stream().filter(f -> !f.sound()).toList();
    List<Finding> torn =
        report.findings().stream().filter(f -> f.verdict().equals("TORN_TAIL")).toList();
    if (!wrong.isEmpty() || !torn.isEmpty()) {
      contents.add(Content.words("\nfindings"));
    }
    wrong.forEach(finding -> contents.add(FindingContents.of(finding, report.location())));
    torn.forEach(finding -> contents.add(FindingContents.of(finding, report.location())));
    contents.add(
        Content.of("verdict", "\nverdict " + report.exitCode().words())
            .with("file", report.location())
            .with("verdict", report.exitCode().words())
            .with("exit_code", report.exitCode().code()));
  }
}
