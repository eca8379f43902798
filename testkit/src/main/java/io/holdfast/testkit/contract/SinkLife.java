package io.holdfast.testkit.contract;

import io.holdfast.runtime.Scheduler.Cancellable;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.CommitOutcome.Unknown;
import io.holdfast.sink.SinkContext;
import io.holdfast.sink.SinkSession;
import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** One driver, as a sink sees it: calls the sink as the engine does. */
final class SinkLife<T> {
  private static final int MOST_QUESTIONS = 20;

  private final SinkTrial<T> trial;
  private final Identity identity;
  private final Steps steps;
  private SinkSession<T> session;

  /** Who a driver is to the sink. */
  record Identity(UUID application, String output, long epoch) {}

  SinkLife(SinkTrial<T> trial, Identity identity, Steps steps) {
    this.trial = trial;
    this.identity = identity;
    this.steps = steps;
  }

  Steps steps() {
    return steps;
  }

  long epoch() {
    return identity.epoch();
  }

  /** Whether a step is a window between two calls, and no operation of the sink. */
  static boolean isBorder(String step) {
    return step.startsWith("[engine] ");
  }

  /** A window between two calls of the engine. */
  void border(String name) {
    steps.run("[engine] " + name, () -> {});
  }

  SinkLife<T> open() {
    border("opens the sink");
    session = trial.place().sink(steps).open(new Context());
    steps.requireAlive();
    border("has opened the sink");
    return this;
  }

  boolean committed(Batch batch) {
    boolean answer = session.committed(batch.time());
    steps.requireAlive();
    border("was told that " + batch + " is " + (answer ? "" : "not ") + "committed");
    return answer;
  }

  /** Stages all partitions of a batch, one after the other. */
  List<StagedPart> stage(Batch batch) {
    return stage(batch, 0);
  }

  List<StagedPart> stage(Batch batch, int attempt) {
    border("stages " + batch);
    List<StagedPart> parts = new ArrayList<>();
    for (int partition = 0; partition < batch.partitions().size(); partition++) {
      List<String> rows = batch.partitions().get(partition);
      if (!rows.isEmpty()) {
        parts.add(stagePart(batch, partition, attempt, rows));
        border("has staged partition " + partition);
      }
    }
    return parts;
  }

  StagedPart stagePart(Batch batch, int partition, int attempt, List<String> rows) {
    PartWriter<T> writer = session.stage(batch.time(), partition, attempt);
    try {
      for (String row : rows) {
        writer.write(trial.place().row(row));
        steps.requireAlive();
        border("has written a row");
      }
      StagedPart part = writer.finish();
      steps.requireAlive();
      return part;
    } finally {
      close(writer);
    }
  }

  /** Stages all partitions row by row in turn, as tasks do that run side by side. */
  List<StagedPart> stageTogether(Batch batch) {
    List<PartWriter<T>> writers = new ArrayList<>();
    List<StagedPart> parts = new ArrayList<>();
    try {
      int longest = batch.partitions().stream().mapToInt(List::size).max().orElse(0);
      for (int partition = 0; partition < batch.partitions().size(); partition++) {
        writers.add(session.stage(batch.time(), partition, 0));
      }
      for (int row = 0; row < longest; row++) {
        for (int partition = 0; partition < writers.size(); partition++) {
          List<String> rows = batch.partitions().get(partition);
          if (row < rows.size()) {
            writers.get(partition).write(trial.place().row(rows.get(row)));
          }
        }
      }
      for (PartWriter<T> writer : writers) {
        parts.add(writer.finish());
      }
    } finally {
      writers.forEach(this::close);
    }
    return parts;
  }

  private void close(PartWriter<T> writer) {
    if (!steps.dead()) {
      writer.close();
    }
  }

  /** Begins to stage a partition of a batch, and gives it up. */
  void stageAndDrop(Batch batch, int partition, int attempt, String text) {
    try (PartWriter<T> writer = session.stage(batch.time(), partition, attempt)) {
      writer.write(trial.place().row(text));
    }
  }

  void restage(Batch batch) {
    session.restage(batch.time());
    steps.requireAlive();
    border("has dropped what was staged of " + batch);
  }

  /** Commits, and asks again as often as the sink wants it. */
  CommitOutcome commit(Batch batch, List<StagedPart> parts) {
    border("commits " + batch);
    CommitOutcome outcome = session.commit(batch.time(), parts);
    for (int asked = 0;
        outcome instanceof Unknown unknown && unknown.askAgain() && asked < MOST_QUESTIONS;
        asked++) {
      steps.requireAlive();
      border("asks again: " + unknown.reason());
      outcome = session.commit(batch.time(), parts);
    }
    steps.requireAlive();
    border("was answered " + words(outcome) + " to " + batch);
    return outcome;
  }

  static String words(CommitOutcome outcome) {
    if (outcome instanceof CommitOutcome.Committed committed) {
      return committed.repeated() ? "committed before" : "committed";
    }
    return outcome instanceof CommitOutcome.Refused refused
        ? "refused: " + refused.reason()
        : "unknown: " + ((Unknown) outcome).reason();
  }

  /** The driver ends in good order. */
  void close() {
    if (session != null && !steps.dead()) {
      session.close();
    }
  }

  /** What the engine tells a sink. */
  private final class Context implements SinkContext {
    @Override
    public String application() {
      return "conformance";
    }

    @Override
    public UUID applicationId() {
      return identity.application();
    }

    @Override
    public String output() {
      return identity.output();
    }

    @Override
    public long epoch() {
      return identity.epoch();
    }

    @Override
    public Guarantee guarantee() {
      return Guarantee.EXACTLY_ONCE;
    }

    @Override
    public Storage storage(String location) {
      return trial.place().storage(steps, location);
    }

    @Override
    public Storage notes() {
      return trial.notes(steps, identity.application(), identity.output());
    }

    /** Nothing happens by itself here. */
    @Override
    public Cancellable later(Duration delay, Runnable task) {
      return () -> {};
    }
  }
}
