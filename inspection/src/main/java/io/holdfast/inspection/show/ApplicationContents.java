package io.holdfast.inspection.show;

import io.holdfast.Finding;
import io.holdfast.HoldfastException;
import io.holdfast.checkpoint.ContainerHeader;
import io.holdfast.checkpoint.ContainerReader;
import io.holdfast.checkpoint.ContainerReport;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.checkpointing.Sections;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.inspection.CheckpointParts;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.GraphOutputs;
import io.holdfast.inspection.GraphOutputs.GraphOutput;
import io.holdfast.inspection.LogKind;
import io.holdfast.inspection.Table;
import io.holdfast.inspection.Text;
import io.holdfast.inspection.check.ApplicationReport;
import io.holdfast.inspection.check.CheckpointStatus;
import io.holdfast.inspection.check.LogStatus;
import io.holdfast.inspection.payload.StructureText;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** An application on one screen: what it is, what lies where, and where a start would continue. */
public final class ApplicationContents {
  private static final int SINK_CHARS = 70;

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
    report.start().ifPresent(shown::graph);
    shown.position();
    shown.audits();
    shown.findings();
    return shown.contents;
  }

  private void application() {
    String name = report.identity().map(id -> Text.printable(id.name())).orElse("unknown");
    String id = report.identity().map(i -> i.id().toString()).orElse("unknown");
    List<Long> epochs = report.epochs();
    String last = epochs.isEmpty() ? "none yet" : "" + epochs.get(epochs.size() - 1);
    String driver = meta("written-by=").orElse("");
    long batch = report.state().map(state -> state.lastCompleted().epochMillis()).orElse(0L);
    long bytes =
        report.logs().stream().mapToLong(LogStatus::lengthBytes).sum()
            + report.checkpoints().stream().mapToLong(c -> c.report().lengthBytes()).sum();
    String words =
        "application '"
            + name
            + "' in "
            + report.location()
            + "\n  id          "
            + id
            + "\n  epoch       "
            + last
            + (driver.isEmpty() ? "" : "\n  driver      " + Text.printable(driver))
            + "\n  last batch  "
            + (batch == 0 ? "none" : batch + " (" + Instant.ofEpochMilli(batch) + ")")
            + "\n  size        "
            + Text.bytes(bytes)
            + "\n  health      "
            + report.exitCode().words();
    contents.add(
        Content.of("application", words)
            .with("location", report.location())
            .with("name", report.identity().map(i -> i.name()).orElse("unknown"))
            .with("id", id)
            .with("epochs", epochs)
            .with("driver", driver)
            .with("last_completed_batch", batch)
            .with("length", bytes)
            .with("health", report.exitCode().words()));
  }

  private Optional<String> meta(String key) {
    return ofNewest(reader -> CheckpointParts.text(reader, Sections.META))
        .flatMap(meta -> meta.lines().filter(line -> line.startsWith(key)).findFirst())
        .map(line -> line.substring(key.length()));
  }

  private <T> Optional<T> ofNewest(Function<ContainerReader, T> what) {
    return report.start().flatMap(checkpoint -> read(checkpoint, what));
  }

  /** Empty if the file is gone by now, or says what this version does not understand. */
  private <T> Optional<T> read(CheckpointStatus checkpoint, Function<ContainerReader, T> what) {
    String name = StoragePath.name(checkpoint.report().location());
    String path = StoragePath.join(ApplicationLayout.CHECKPOINTS, name);
    try (ContainerReader reader = ContainerReader.open(storage, path)) {
      return Optional.of(what.apply(reader));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private void logs() {
    Table table =
        Table.of("  ", "logs", ">segments", ">bytes", ">from LSN", ">to LSN", ">proven", "content");
    for (LogStatus log : report.logs()) {
      boolean empty = log.scan().segments().isEmpty();
      table.row(
          Content.of("log", "")
              .with("directory", log.directory())
              .with("kind", log.kind().name().toLowerCase(Locale.ROOT))
              .with("segments", log.scan().segments().size())
              .with("length", log.lengthBytes())
              .with("first_lsn", log.scan().firstLsn())
              .with("last_lsn", log.scan().lastLsn())
              .with("proven_lsn", log.provenLsn())
              .with("sound", log.sound()),
          log.directory(),
          log.scan().segments().size(),
          Text.bytes(log.lengthBytes()),
          empty ? "-" : log.scan().firstLsn(),
          empty ? "-" : log.scan().lastLsn(),
          log.provenLsn(),
          log.sound() ? content(log) : "NOT SOUND");
    }
    add(table);
  }

  private static String content(LogStatus log) {
    return log.kind() == LogKind.DATA ? Text.count(log.records(), "block") : log.content();
  }

  private void add(Table table) {
    if (!table.isEmpty()) {
      contents.add(Content.words(""));
      table.forEach(contents::add);
    }
  }

  private void checkpoints() {
    Table table = Table.of("  ", "checkpoints", ">bytes", ">epoch", ">batch", "state");
    for (CheckpointStatus checkpoint : report.checkpoints()) {
      ContainerReport file = checkpoint.report();
      long epoch = file.header().map(ContainerHeader::epoch).orElse(0L);
      long batch = file.header().map(ContainerHeader::batchTimeMillis).orElse(0L);
      String name = StoragePath.name(file.location());
      table.row(
          Content.of("checkpoint", "")
              .with("file", name)
              .with("length", file.lengthBytes())
              .with("epoch", epoch)
              .with("batch", batch)
              .with("verdict", file.verdict().toString())
              .with("replayable", checkpoint.replayable()),
          name,
          Text.bytes(file.lengthBytes()),
          epoch,
          batch == 0 ? "none" : batch,
          checkpoint.replayable() ? "replayable" : checkpoint.finding().verdict());
    }
    add(table);
  }

  private void graph(CheckpointStatus checkpoint) {
    read(checkpoint, CheckpointContents::graph)
        .ifPresent(
            graph -> {
              contents.add(Content.words("\ngraph of the newest checkpoint"));
              contents.addAll(graph);
            });
    Table outputs = Table.of("  ", "outputs", "sink");
    for (GraphOutput output : read(checkpoint, GraphOutputs::of).orElse(List.of())) {
      String sink = output.sink().map(s -> StructureText.line(s, SINK_CHARS)).orElse("none");
      outputs.row(
          Content.of("output", "")
              .with("name", output.name())
              .with("sink_class", output.sink().map(s -> s.type()).orElse(""))
              .with("location", output.location().orElse("")),
          Text.printable(output.name()),
          sink);
    }
    add(outputs);
  }

  private void position() {
    Optional<DriverState> state = report.state();
    if (state.isPresent()) {
      contents.add(Content.words("\nwhere a start would continue"));
      contents.addAll(StateContents.summary(state.get()));
    }
  }

  /** What was done to the files by hand, through commands that leave a record of it. */
  private void audits() {
    Table table = Table.of("  ", "mended by hand", ">bytes");
    try {
      for (FileStatus record : storage.list("audit")) {
        table.row(
            Content.of("audit", "")
                .with("file", "audit/" + record.name())
                .with("length", record.lengthBytes()),
            "audit/" + Text.printable(record.name()),
            Text.bytes(record.lengthBytes()));
      }
    } catch (HoldfastException e) {
      contents.add(Content.words("\n  audit: " + e.getMessage()));
    }
    add(table);
  }

  private void findings() {
    List<Finding> wrong = report.findings().stream().filter(f -> !f.sound()).toList();
    List<Finding> odd =
        report.findings().stream()
            .filter(f -> f.verdict().equals("TORN_TAIL") || f.verdict().equals("SUPERSEDED"))
            .toList();
    if (!wrong.isEmpty() || !odd.isEmpty()) {
      contents.add(Content.words("\nfindings"));
    }
    wrong.forEach(finding -> contents.add(FindingContents.of(finding, report.location())));
    odd.forEach(finding -> contents.add(FindingContents.of(finding, report.location())));
    contents.add(
        Content.of("verdict", "\nverdict " + report.exitCode().words())
            .with("file", report.location())
            .with("verdict", report.exitCode().words())
            .with("exit_code", report.exitCode().code()));
  }
}
