package io.holdfast.testkit.contract;

import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.CommitOutcome.Committed;
import io.holdfast.sink.SinkSession.StagedPart;
import java.util.List;

/** Batches that come again, and attempts that did not win. */
final class RepeatChecks {
  private static final String OUTPUT = SinkTrial.OUTPUT;
  private static final Batch FIRST = Batch.of(OUTPUT, 1, 2, 1);
  private static final Batch SECOND = Batch.of(OUTPUT, 2, 1);
  private static final Batch STALE =
      new Batch(1, FIRST.time(), List.of(List.of(OUTPUT + ".stale=1"), List.of(OUTPUT + ".old=1")));

  private RepeatChecks() {}

  static <T> String repeated(SinkChecks<T> checks, SinkRule rule) {
    checks.in(
        rule,
        "a batch was committed twice",
        trial -> {
          SinkLife<T> life = trial.open();
          List<StagedPart> parts = life.stage(FIRST);
          life.commit(FIRST, parts);
          requireOnce(trial, life, parts, "again with the same parts");
          SinkLife<T> second = trial.open();
          requireOnce(trial, second, second.stage(FIRST), "again after a restart");
          SinkLife<T> third = trial.open();
          third.restage(FIRST);
          requireOnce(trial, third, third.stage(FIRST), "again, staged anew");
        });
    return "in a session and after restarts";
  }

  /** After an answer that was lost the engine asks by committing again, so this has to answer. */
  private static <T> void requireOnce(
      SinkTrial<T> trial, SinkLife<T> life, List<StagedPart> parts, String how) {
    String window = FIRST + " was committed " + how;
    boolean committed = false;
    String answer;
    try {
      CommitOutcome outcome = life.commit(FIRST, parts);
      answer = SinkLife.words(outcome);
      committed = outcome instanceof Committed;
    } catch (RuntimeException e) {
      answer = e.toString();
    }
    trial.requireSeen(FIRST.rows(), window);
    if (!committed) {
      throw trial.violation(
          "the batch is there, and the answer is '" + answer + "'", window, null, null, null);
    }
  }

  static <T> String order(SinkChecks<T> checks, SinkRule rule) {
    List<Batch> job = Batch.job(OUTPUT);
    checks.in(
        rule,
        "a batch was committed again behind later ones",
        trial -> {
          SinkLife<T> life = trial.open();
          job.forEach(batch -> life.commit(batch, life.stage(batch)));
          for (Batch older : List.of(SECOND, FIRST)) {
            commitAnyhow(life, older);
            trial.requireSeen(Batch.rows(job), older + " again in the same session");
          }
          for (Batch older : List.of(FIRST, SECOND)) {
            SinkLife<T> next = trial.open();
            if (checks.holds(SinkRule.ANSWERS) && !next.committed(older)) {
              throw trial.violation(
                  "committed() says false of " + older + ", behind which others were committed",
                  "after a restart",
                  true,
                  false,
                  null);
            }
            commitAnyhow(next, older);
            trial.requireSeen(Batch.rows(job), older + " again after a restart");
          }
        });
    return "in a session and after a restart";
  }

  /** Whatever it answers. */
  private static <T> void commitAnyhow(SinkLife<T> life, Batch batch) {
    try {
      life.commit(batch, life.stage(batch));
    } catch (RuntimeException e) {
      life.border("was answered " + e);
    }
  }

  static <T> String laterWins(SinkChecks<T> checks, SinkRule rule) {
    Batch one = Batch.ofRow(1, OUTPUT + ".key=1");
    Batch two = Batch.ofRow(2, OUTPUT + ".key=2");
    checks.in(
        rule,
        "a key is in two batches",
        trial -> {
          SinkLife<T> old = trial.open();
          old.commit(one, old.stage(one));
          old.commit(two, old.stage(two));
          trial.requireSeen(two.rows(), "both were committed in order");
          SinkLife<T> next = trial.open();
          commitAnyhow(next, one);
          trial.requireSeen(two.rows(), "the older one was committed again after a restart");
          commitAnyhow(old, one);
          trial.requireSeen(two.rows(), "an old driver has committed the older one again");
        });
    return "after a restart and by an old driver";
  }

  static <T> String restaged(SinkChecks<T> checks, SinkRule rule) {
    String window = "what was staged was dropped by restage(), and the batch staged anew";
    checks.in(
        rule,
        window,
        trial -> {
          SinkLife<T> life = trial.open();
          life.restage(FIRST);
          life.stage(STALE);
          life.stageAndDrop(FIRST, 2, 0, OUTPUT + ".torn=1");
          life.restage(FIRST);
          CalmChecks.requireCommitted(trial, life.commit(FIRST, life.stage(FIRST)), window);
          trial.requireSeen(FIRST.rows(), window);
        });
    return "whole and torn parts";
  }

  static <T> String winners(SinkChecks<T> checks, SinkRule rule) {
    String window = "of four attempts at a partition the last one has won";
    checks.in(
        rule,
        window,
        trial -> {
          SinkLife<T> life = trial.open();
          life.stageAndDrop(SECOND, 0, 0, OUTPUT + ".torn=2");
          life.stagePart(SECOND, 0, 1, List.of(OUTPUT + ".slow=2"));
          life.stagePart(SECOND, 1, 0, List.of(OUTPUT + ".other=2"));
          List<StagedPart> winners = life.stage(SECOND, 2);
          CalmChecks.requireCommitted(trial, life.commit(SECOND, winners), window);
          trial.requireSeen(SECOND.rows(), window);
        });
    return "dropped, slower and unused parts";
  }
}
