package io.holdfast.inspection.statistics;

import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.checkpoint.CheckpointInspector;
import io.holdfast.checkpoint.ContainerHeader;
import io.holdfast.checkpoint.ContainerReport;
import io.holdfast.checkpoint.Verdict;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.journal.JournalCodec;
import io.holdfast.inspection.BatchDelays;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.LogKind;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Counts over an application's logs, or over one of them, and shows the counts. Reads each log once
 * and keeps a fixed amount for each piece of time, log and stream. Used once, by one thread.
 */
public final class Statistics {
  private final Storage storage;
  private final Options options;
  private final Consumer<Content> out;
  private final Consumer<String> progress;
  private final List<ExitCode> codes = new ArrayList<>();

  /**
   * What is shown.
   *
   * @param window of batches that are counted; frames and states are counted whole, since they have
   *     no time
   */
  public record Options(Period by, Window window, Bars bars) {}

  private Statistics(
      Storage storage, Options options, Consumer<Content> out, Consumer<String> progress) {
    this.storage = storage;
    this.options = options;
    this.out = out;
    this.progress = progress;
  }

  /**
   * Shows counts.
   *
   * @param path of a log in the storage
   * @param kind of that log; empty for all of an application
   * @return what the logs were found to be
   * @throws io.holdfast.HoldfastException if a record cannot be decoded
   */
  public static ExitCode show(
      Storage storage,
      String path,
      Optional<LogKind> kind,
      Options options,
      Consumer<Content> out,
      Consumer<String> progress) {
    Statistics statistics = new Statistics(storage, options, out, progress);
    kind.ifPresentOrElse(log -> statistics.one(path, log), statistics::application);
    ExitCode exitCode = Finding.worstOf(statistics.codes);
    out.accept(StatisticsContents.verdict(exitCode));
    return exitCode;
  }

  private void application() {
    out.accept(
        Content.of("stats", "application in " + storage.location())
            .with("location", storage.location())
            .with("by", options.by().name().toLowerCase(Locale.ROOT)));
    List<LogStatistics> logs = new ArrayList<>();
    logs.add(journal(ApplicationLayout.JOURNAL));
    for (FileStatus entry : storage.list(ApplicationLayout.DATA)) {
      String directory = ApplicationLayout.dataLog(entry.name());
      logs.add(log(directory, LogKind.of(directory)));
    }
    for (FileStatus entry : storage.list(ApplicationLayout.PLACES)) {
      logs.add(log(ApplicationLayout.placesLog(entry.name()), LogKind.PLACES));
    }
    List<LogStatistics> states = new ArrayList<>();
    List<StateStatistics> ofStates = new ArrayList<>();
    for (FileStatus entry : storage.list(ApplicationLayout.STATE)) {
      StateStatistics state = new StateStatistics(storage.location() + "/" + entry.name());
      states.add(state(ApplicationLayout.stateLog(entry.name()), state));
      ofStates.add(state);
    }
    logs.addAll(states);
    LogStatisticsContents.show(logs, out);
    LogStatisticsContents.states(states, ofStates, out);
  }

  private void one(String path, LogKind kind) {
    String location = storage.location() + (path.isEmpty() ? "" : "/" + path);
    out.accept(
        Content.of("stats", kind.words() + " in " + location)
            .with("location", location)
            .with("by", options.by().name().toLowerCase(Locale.ROOT)));
    if (kind == LogKind.JOURNAL) {
      LogStatisticsContents.show(List.of(journal(path)), out);
    } else if (kind == LogKind.STATE) {
      StateStatistics state = new StateStatistics(location);
      LogStatistics log = state(path, state);
      LogStatisticsContents.show(List.of(log), out);
      LogStatisticsContents.states(List.of(log), List.of(state), out);
    } else {
      LogStatisticsContents.show(List.of(log(path, kind)), out);
    }
  }

  private LogStatistics log(String directory, LogKind kind) {
    return counted(directory, kind, (segment, frame) -> {});
  }

  private LogStatistics state(String directory, StateStatistics state) {
    return counted(
        directory, LogKind.STATE, (segment, frame) -> state.record(frame.payload(), frame.lsn()));
  }

  private LogStatistics counted(
      String directory, LogKind kind, LogStatistics.RecordVisitor visitor) {
    progress.accept(directory);
    LogStatistics log = LogStatistics.of(storage, directory, kind, visitor);
    codes.add(log.exitCode());
    return log;
  }

  private LogStatistics journal(String directory) {
    JournalStatistics events = new JournalStatistics(options.by(), options.window());
    BatchDelays delays =
        new BatchDelays(
            LogStatistics.epochs(storage, directory), checkpoints(StoragePath.parent(directory)));
    String location = storage.location() + "/" + directory;
    LogStatistics log =
        counted(
            directory,
            LogKind.JOURNAL,
            (segment, frame) -> {
              events.event(JournalCodec.decode(frame.payload(), location + " LSN " + frame.lsn()));
              delays.record(segment, frame);
            });
    events.delays(delays.delays());
    new StatisticsContents(log, events, options, out).show();
    return log;
  }

  private Collection<ContainerHeader> checkpoints(String application) {
    String directory = StoragePath.join(application, ApplicationLayout.CHECKPOINTS);
    return new CheckpointInspector(storage)
        .directory(directory).checkpoints().stream()
            .filter(report -> report.verdict() == Verdict.INTACT)
            .map(ContainerReport::header)
            .flatMap(Optional::stream)
            .toList();
  }
}
