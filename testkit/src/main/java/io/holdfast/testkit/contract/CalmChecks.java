package io.holdfast.testkit.contract;

import io.holdfast.sink.BatchSink.SinkPromise;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.CommitOutcome.Committed;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.stream.Guarantee;
import java.util.ArrayList;
import java.util.List;

/** What has to hold without any trouble, and in the small troubles of every day. */
final class CalmChecks {
  private static final String OUTPUT = SinkTrial.OUTPUT;
  private static final Batch FIRST = Batch.of(OUTPUT, 1, 2, 1);
  private static final Batch SECOND = Batch.of(OUTPUT, 2, 1);

  private CalmChecks() {}

  static <T> String promise(SinkChecks<T> checks, SinkRule rule) {
    String window = "promise(EXACTLY_ONCE) was called";
    checks.in(
        rule,
        window,
        trial -> {
          SinkPromise promise = trial.place().sink(Steps.calm()).promise(Guarantee.EXACTLY_ONCE);
          if (promise.guarantee() != Guarantee.EXACTLY_ONCE || promise.reason().isBlank()) {
            throw trial.violation("it promises " + promise, window, null, null, null);
          }
        });
    return "asked";
  }

  static <T> String appears(SinkChecks<T> checks, SinkRule rule) {
    String window = "a driver to which nothing happens";
    checks.in(
        rule,
        window,
        trial -> {
          SinkLife<T> life = trial.open();
          List<Batch> done = new ArrayList<>();
          for (Batch batch : Batch.job(OUTPUT)) {
            requireCommitted(trial, life.commit(batch, life.stage(batch)), window);
            done.add(batch);
            trial.requireSeen(Batch.rows(done), window + " has committed " + batch);
          }
          life.close();
          trial.requireSeen(Batch.rows(done), window + " has closed the sink");
          trial.open().close();
          trial.requireSeen(Batch.rows(done), "the next driver has opened and closed the sink");
        });
    return "four batches";
  }

  static <T> void requireCommitted(SinkTrial<T> trial, CommitOutcome outcome, String window) {
    if (!(outcome instanceof Committed)) {
      throw trial.violation(
          "a commit to which nothing happens was answered '" + SinkLife.words(outcome) + "'",
          window,
          null,
          null,
          null);
    }
  }

  /** Looks at the place before and after every step of a calm run. */
  private static <T> String look(SinkChecks<T> checks, SinkRule rule, Look<T> look) {
    int[] looks = {0};
    String window = "looked at around every step of a driver to which nothing happens";
    checks.in(
        rule,
        window,
        trial -> {
          EngineSide<T> engine = new EngineSide<>(Batch.job(OUTPUT));
          StepWatch watch =
              new StepWatch() {
                @Override
                public void before(int number, String name) {
                  seen("before step " + number + ", " + name);
                }

                @Override
                public void after(int number, String name) {
                  seen("behind step " + number + ", " + name);
                }

                private void seen(String when) {
                  looks[0]++;
                  look.at(trial, engine, trial.seen(when), when);
                }
              };
          SinkChecks.requireDone(trial, engine, engine.run(trial.next(watch)), window);
        });
    return looks[0] + " looks";
  }

  /** Judges what is seen. */
  private interface Look<T> {
    void at(SinkTrial<T> trial, EngineSide<T> engine, List<String> seen, String when);
  }

  static <T> String invisible(SinkChecks<T> checks, SinkRule rule) {
    return look(
        checks,
        rule,
        (trial, engine, seen, when) -> {
          List<String> possible = Batch.rows(engine.begun());
          List<String> early = seen.stream().filter(row -> !possible.contains(row)).toList();
          if (!early.isEmpty()) {
            throw trial.violation(
                early + " can be seen, though its commit was not called",
                when,
                possible,
                seen,
                null);
          }
        });
  }

  static <T> String whole(SinkChecks<T> checks, SinkRule rule) {
    return look(
        checks,
        rule,
        (trial, engine, seen, when) -> requireWhole(trial, Batch.job(OUTPUT), seen, when));
  }

  static <T> void requireWhole(
      SinkTrial<T> trial, List<Batch> batches, List<String> seen, String when) {
    for (Batch batch : batches) {
      long there = batch.rows().stream().filter(seen::contains).count();
      if (there > 0 && there < batch.rows().size()) {
        throw trial.violation(
            there + " of the " + batch.rows().size() + " rows of " + batch + " are there",
            when,
            batch.rows() + " or nothing of it",
            seen,
            null);
      }
    }
  }

  static <T> String answers(SinkChecks<T> checks, SinkRule rule) {
    checks.in(
        rule,
        "committed() was called",
        trial -> {
          SinkLife<T> life = trial.open();
          requireAnswer(trial, life, FIRST, false, "in an empty place");
          List<StagedPart> parts = life.stage(FIRST);
          requireAnswer(trial, life, FIRST, false, "when the batch was staged");
          life.commit(FIRST, parts);
          requireAnswer(trial, life, FIRST, true, "when the batch was committed");
          life.stage(SECOND);
          life.close();
          SinkLife<T> next = trial.open();
          requireAnswer(trial, next, FIRST, true, "after a restart");
          requireAnswer(trial, next, SECOND, false, "after a restart, the batch was only staged");
        });
    return "in a session and after restarts";
  }

  private static <T> void requireAnswer(
      SinkTrial<T> trial, SinkLife<T> life, Batch batch, boolean expected, String when) {
    boolean answer = life.committed(batch);
    if (answer != expected) {
      throw trial.violation(
          "committed() says " + answer + " of " + batch, when, expected, answer, null);
    }
  }

  static <T> String together(SinkChecks<T> checks, SinkRule rule) {
    Batch wide = Batch.of(OUTPUT, 1, 3, 1, 2);
    String window = "three partitions were staged row by row in turn";
    checks.in(
        rule,
        window,
        trial -> {
          SinkLife<T> life = trial.open();
          List<StagedPart> parts = life.stageTogether(wide);
          requireCommitted(trial, life.commit(wide, parts), window);
          trial.requireSeen(wide.rows(), window);
          List<Integer> numbers = parts.stream().map(StagedPart::partition).toList();
          List<Long> counts = parts.stream().map(StagedPart::rows).toList();
          if (!numbers.equals(List.of(0, 1, 2)) || !counts.equals(List.of(3L, 1L, 2L))) {
            throw trial.violation(
                "the parts say partitions " + numbers + " with rows " + counts,
                window,
                "[0, 1, 2] with [3, 1, 2]",
                numbers + " with " + counts,
                null);
          }
        });
    return "three partitions";
  }

  static <T> String empty(SinkChecks<T> checks, SinkRule rule) {
    String window = "a batch without rows was committed";
    checks.in(
        rule,
        window,
        trial -> {
          SinkLife<T> life = trial.open();
          requireCommitted(trial, life.commit(Batch.of(OUTPUT, 1), List.of()), window);
          trial.requireSeen(List.of(), window);
          life.close();
          trial.open().close();
          trial.requireSeen(List.of(), window + ", and the sink was opened again");
          List<String> residue = trial.place().residue(OUTPUT);
          if (!residue.isEmpty()) {
            throw trial.violation("something is left behind", window, List.of(), residue, null);
          }
        });
    return "one batch";
  }
}
