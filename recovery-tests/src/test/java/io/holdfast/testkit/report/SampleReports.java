package io.holdfast.testkit.report;

import io.holdfast.testkit.report.PointOutcome.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reports made by hand. */
final class SampleReports {
  /** Everything that a document or a terminal must not act on. */
  static final String HOSTILE =
      "<script>alert('x')</script> & \"quoted\" ]]> \u001b[31m\u0000 \ud83c\udf0a \ud800 \u202e";

  /** The same as it has to be seen. */
  static final String HOSTILE_SHOWN =
      "<script>alert('x')</script> & \"quoted\" ]]> \\u001b[31m\\u0000 \ud83c\udf0a \\ud800 \\u202e";

  static final String DETAIL = "total of 'kelp': expected 3, found 4";
  private static final String[][] FLOW = {
    {"data log", "WRITE", "app/data/blocks/segment-1.hfw", ""},
    {"data log", "FORCE", "app/data/blocks/segment-1.hfw", "F1"},
    {"journal", "WRITE", "app/journal/segment-1.hfw", ""},
    {"journal", "FORCE", "app/journal/segment-1.hfw", "F2"},
    {"journal", "FORCE", "app/journal/segment-1.hfw", "F3"},
    {"state totals", "WRITE", "app/state/totals/segment-1.hfw", ""},
    {"state totals", "FORCE", "app/state/totals/segment-1.hfw", "F4"},
    {"output counts", "PUBLISH", "out/_holdfast/counts/staging/17-1", ""},
    {"output counts", "FORCE_DIRECTORY", "out", "F5"},
    {"journal", "FORCE", "app/journal/segment-1.hfw", "F6"},
    {"checkpoint", "PUBLISH", "app/checkpoints/checkpoint-1-17.tmp", ""},
    {"checkpoint", "FORCE_DIRECTORY", "app/checkpoints", "F7"},
    {"journal", "FORCE", "app/journal/segment-1.hfw", "F8"},
  };

  private SampleReports() {}

  /** Everything is exact. */
  static ProofReport exact(int batches) {
    List<Step> steps = steps(batches);
    return report(Verdict.EXACT, steps, points(steps), Optional.empty(), List.of());
  }

  /** One crash of each kind is not. */
  static ProofReport counterexample(int batches) {
    List<Step> steps = steps(batches);
    List<PointOutcome> points = new ArrayList<>(points(steps));
    points.set(47, outcome(points.get(47), Outcome.WRONG, DETAIL));
    points.set(50, outcome(points.get(50), Outcome.NOT_RECOVERED, "DamageException: journal"));
    Counterexample found =
        new Counterexample(
            "after step 7, lost: all that was not forced",
            DETAIL,
            List.of(
                "Batch 17 runs: 3 rows.",
                "It writes its rows (step 7) and dies before step 8 makes them durable.",
                "The next start runs batch 17 again, and its rows are there twice."),
            "bin/holdfast prove --job io.example.CountJob --seed 42 --point 42:7:AFTER:LOSE_ALL:0:-1",
            """
            class CountJobCrashTest {
              @Test
              void outputIsExact() {
                Prove.point("42");
              }
            }
            """);
    return report(Verdict.COUNTEREXAMPLE, steps, points, Optional.of(found), List.of());
  }

  /** The run was not repeatable. */
  static ProofReport inconclusive() {
    List<Step> steps = steps(3);
    List<PointOutcome> points = new ArrayList<>(points(steps));
    for (int i = 60; i < points.size(); i++) {
      points.set(i, outcome(points.get(i), Outcome.NOT_REACHED, ""));
    }
    return report(
        Verdict.INCONCLUSIVE,
        steps,
        points,
        Optional.empty(),
        List.of(
            "Two runs with the same seed took different steps, first at step 12: the job reads a"
                + " clock, draws random numbers or starts threads. Take the time from the batch,"
                + " and give rows keys that follow from their data."));
  }

  /** The golden run made no step. */
  static ProofReport empty() {
    return new ProofReport(
        "io.example.CountJob",
        "simulated",
        42,
        Verdict.INCONCLUSIVE,
        new Scope(0, 0, 0, 0, 0, 0, 0, "Nothing was tried."),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of("The job read no records. Give it a sample with --input."),
        3);
  }

  /** Texts of users that try to get out of where they are put. */
  static ProofReport hostile() {
    Step step = new Step(0, 0, HOSTILE, HOSTILE, HOSTILE, HOSTILE);
    PointOutcome point =
        new PointOutcome(
            0,
            HOSTILE,
            HOSTILE,
            Outcome.WRONG,
            1,
            2,
            3,
            HOSTILE + "\nsecond line",
            Optional.empty());
    return new ProofReport(
        HOSTILE,
        HOSTILE,
        Long.MIN_VALUE,
        Verdict.COUNTEREXAMPLE,
        new Scope(1, 1, 1, 1, 1, 1, 1, HOSTILE),
        List.of(step),
        List.of(
            point,
            new PointOutcome(
                99, "after", "nothing", Outcome.NOT_REACHED, -1, 0, 0, "", Optional.empty())),
        Optional.of(
            new Counterexample(HOSTILE, HOSTILE, List.of(HOSTILE), HOSTILE, HOSTILE + "\n}\n")),
        List.of(new GuaranteeRow(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)),
        List.of(HOSTILE),
        Long.MAX_VALUE);
  }

  /** The same report with other points. */
  static ProofReport with(ProofReport report, List<PointOutcome> points) {
    return new ProofReport(
        report.job(),
        report.mode(),
        report.seed(),
        report.verdict(),
        report.scope(),
        report.steps(),
        points,
        report.counterexample(),
        report.guarantees(),
        report.warnings(),
        report.tookMillis());
  }

  private static ProofReport report(
      Verdict verdict,
      List<Step> steps,
      List<PointOutcome> points,
      Optional<Counterexample> counterexample,
      List<String> warnings) {
    String sentence =
        "All single crashes at "
            + points.size()
            + " points of this run of 40 records in 3 batches, in simulated time and on a"
            + " simulated disk; nothing is said of other inputs.";
    return new ProofReport(
        "io.example.CountJob",
        "simulated",
        42,
        verdict,
        new Scope(40, 3, steps.size(), points.size(), points.size(), 120, 1, sentence),
        steps,
        points,
        counterexample,
        List.of(
            new GuaranteeRow(
                "source",
                "lines",
                "exactly-once",
                "numbered, and repeated from any number",
                "exactly-once"),
            new GuaranteeRow(
                "output",
                "counts",
                "exactly-once",
                "staged, forced, published by one rename under the batch's name, older epochs"
                    + " fenced",
                verdict == Verdict.COUNTEREXAMPLE ? "rows repeated" : "exactly-once")),
        warnings,
        64_200);
  }

  private static List<Step> steps(int batches) {
    List<Step> steps = new ArrayList<>();
    for (int batch = 0; batch < batches; batch++) {
      for (String[] act : FLOW) {
        long at = batch * 10L + steps.size() % FLOW.length / 2;
        steps.add(new Step(steps.size(), at, act[0], act[1], act[2], act[3]));
      }
    }
    return steps;
  }

  private static List<PointOutcome> points(List<Step> steps) {
    List<PointOutcome> points = new ArrayList<>();
    for (Step step : steps) {
      long recovery = 4 + step.number() * step.number() % 29;
      for (String phase : List.of("before", "inside", "after")) {
        for (String loss : List.of("nothing", "all that was not forced")) {
          long repeated = phase.equals("inside") ? step.number() % 4 : 0;
          points.add(
              new PointOutcome(
                  step.number(),
                  phase,
                  loss,
                  Outcome.EXACT,
                  recovery,
                  repeated,
                  0,
                  "",
                  Optional.empty()));
        }
      }
    }
    return points;
  }

  private static PointOutcome outcome(PointOutcome point, Outcome outcome, String detail) {
    boolean wrong = outcome == Outcome.WRONG;
    return new PointOutcome(
        point.step(),
        point.phase(),
        point.loss(),
        outcome,
        wrong ? point.recoveryMillis() : -1,
        point.repeatedRecords(),
        wrong ? 2 : 0,
        detail,
        point.hit());
  }
}
