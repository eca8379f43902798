package io.holdfast.testkit.contract;

import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.CommitOutcome.Committed;
import io.holdfast.sink.SinkSession.StagedPart;
import java.util.ArrayList;
import java.util.List;

/**
 * An old driver that does not know that it is old, and a new one that takes over: both call the
 * same sink, in an order that a test decides. The first batch was committed by the old driver
 * before.
 */
final class Takeover<T> {
  private final SinkChecks<T> checks;
  private final SinkTrial<T> trial;
  private final SinkRule rule;
  private final String window;
  private final List<Batch> job = Batch.job(SinkTrial.OUTPUT);
  private final List<StagedPart> oldParts = new ArrayList<>();
  private SinkLife<T> old;
  private SinkLife<T> fresh;
  private List<StagedPart> freshParts;
  private boolean contestedIsDone;

  Takeover(SinkChecks<T> checks, SinkTrial<T> trial, SinkRule rule, String window) {
    this.checks = checks;
    this.trial = trial;
    this.rule = rule;
    this.window = window;
  }

  /** The batch that both drivers want to commit. */
  private Batch contested() {
    return job.get(1);
  }

  /** The old driver opens the output and commits the first batch. */
  Takeover<T> begin(StepWatch watch) {
    old = trial.next(watch).open();
    CommitOutcome outcome = old.commit(job.get(0), old.stage(job.get(0)));
    CalmChecks.requireCommitted(trial, outcome, window + "; before that");
    return this;
  }

  /** The old driver opens the output, and may be overtaken while it does. */
  void oldOpens(StepWatch watch) {
    old = trial.next(watch);
    attempt(old::open);
  }

  SinkLife<T> old() {
    return old;
  }

  void oldStages() {
    attempt(() -> oldParts.addAll(old.stage(contested())));
  }

  void oldRestagesAndCloses() {
    attempt(() -> old.restage(contested()));
    attempt(old::close);
  }

  /** The old driver commits the contested batch. If the new one has opened, that must not count. */
  void oldCommits() {
    oldCommits(contested(), oldParts);
  }

  /** Goes on with a batch behind it. */
  void oldGoesOn() {
    Batch next = job.get(3);
    List<StagedPart> parts = new ArrayList<>();
    attempt(() -> parts.addAll(old.stage(next)));
    oldCommits(next, parts);
  }

  private void oldCommits(Batch batch, List<StagedPart> parts) {
    if (parts.isEmpty()) {
      // Could not be staged; then the engine does not commit.
      return;
    }
    boolean late = fresh != null;
    List<String> before = trial.seen(window);
    CommitOutcome[] outcome = new CommitOutcome[1];
    attempt(() -> outcome[0] = old.commit(batch, parts));
    if (late) {
      judge(before);
    }
    boolean gone = rule == SinkRule.FENCED && !trial.seen(window).containsAll(batch.rows());
    if (gone && outcome[0] instanceof Committed) {
      throw broken(
          "the old driver was answered 'committed' to " + batch + ", and it is not there", null);
    }
  }

  /** What the old driver does when the new one has opened must change nothing. */
  void judge(List<String> before) {
    if (rule != SinkRule.FENCED) {
      return;
    }
    List<String> after = trial.seen(window);
    if (!after.equals(before)) {
      throw trial.violation(
          "the old driver has changed what is there after the new one had opened: "
              + SinkTrial.difference(before, after),
          window,
          before,
          after,
          null);
    }
  }

  List<String> seen() {
    return trial.seen(window);
  }

  boolean freshHasOpened() {
    return fresh != null;
  }

  /** The new driver takes over, and asks what is committed, as the engine does. */
  void freshOpens() {
    freshOpens(StepWatch.NONE);
  }

  private void freshOpens(StepWatch watch) {
    SinkLife<T> next = trial.next(watch);
    next.open();
    boolean first = next.committed(job.get(0));
    contestedIsDone = next.committed(contested());
    fresh = next;
    if (!first && checks.holds(SinkRule.ANSWERS)) {
      throw broken("committed() says false of the batch that the old driver has committed", null);
    }
  }

  /** The new driver opens, stages and commits; the old one may do something in between. */
  void freshRuns(StepWatch watch) {
    try {
      freshOpens(watch);
    } catch (RuntimeException e) {
      if (rule == SinkRule.BESIDE_OLD && checks.holds(SinkRule.FENCED)) {
        throw broken("the new driver could not open the sink because of the old one: " + e, e);
      }
      // Another start will do.
      return;
    }
    freshCommits();
  }

  int freshSteps() {
    return fresh.steps().count();
  }

  /** The same in the middle of a step of the old one, which may hold something that both need. */
  void freshTriesToOpen() {
    try {
      freshOpens();
    } catch (RuntimeException e) {
      old.border("the new driver could not open the sink: " + e);
    }
  }

  void freshStages() {
    freshParts = contestedIsDone ? null : fresh.stage(contested());
  }

  void freshCommits() {
    if (contestedIsDone || fresh == null) {
      return;
    }
    try {
      if (freshParts == null) {
        freshStages();
      }
      CommitOutcome outcome = fresh.commit(contested(), freshParts);
      if (!(outcome instanceof Committed)) {
        throw new EngineSide.AnswerException(contested(), outcome);
      }
    } catch (RuntimeException e) {
      stopped(e);
    }
    contestedIsDone = true;
  }

  /** In the middle of a step of the old driver it may have to wait for it. */
  void freshTriesToCommit() {
    if (fresh == null) {
      return;
    }
    try {
      freshStages();
      if (freshParts != null) {
        contestedIsDone = fresh.commit(contested(), freshParts) instanceof Committed;
      }
    } catch (RuntimeException e) {
      old.border("the new driver could not commit: " + e);
      fresh.steps().kill("the driver ends: " + e.getMessage());
      fresh = null;
    }
  }

  /** A sink that does not keep old drivers out may need another start. */
  private void stopped(RuntimeException e) {
    if (rule == SinkRule.BESIDE_OLD && checks.holds(SinkRule.FENCED)) {
      throw broken("the new driver was stopped by the old one: " + e, e);
    }
    fresh.steps().kill("the driver ends: " + e.getMessage());
    freshOpens();
    freshParts = null;
    if (!contestedIsDone) {
      fresh.commit(contested(), fresh.stage(contested()));
    }
  }

  /** The new driver runs to the end; then every batch is there once. */
  void finish() {
    if (fresh == null) {
      freshOpens();
    }
    freshCommits();
    for (Batch batch : job.subList(2, 4)) {
      boolean done = batch.isEmpty() || (!checks.holds(SinkRule.FENCED) && fresh.committed(batch));
      if (!done) {
        fresh.commit(batch, fresh.stage(batch));
      }
    }
    if (rule == SinkRule.BESIDE_OLD) {
      trial.requireSeen(Batch.rows(job), window + "; then the new driver ran to the end");
    }
  }

  private ContractViolation broken(String what, Throwable cause) {
    return trial.violation(what, window, null, null, cause);
  }

  /** Whatever the old driver gets to hear is right, if it is heard. */
  private void attempt(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      old.border("got " + e);
    }
  }
}
