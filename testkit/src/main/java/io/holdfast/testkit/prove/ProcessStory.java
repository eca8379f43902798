package io.holdfast.testkit.prove;

import io.holdfast.testkit.process.JobDirectory;
import io.holdfast.testkit.process.StepPoint.Phase;
import io.holdfast.testkit.process.StepTrace;
import io.holdfast.testkit.prove.ProcessTrial.Result;
import io.holdfast.testkit.report.Counterexample;
import io.holdfast.testkit.report.PointOutcome.Outcome;
import io.holdfast.testkit.report.Step;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Tells what happened around a crash of a real process, from the traces of its lives. */
final class ProcessStory {
  private static final int SHOWN_RECORDS = 12;
  private static final int STEPS_BEFORE = 6;
  private static final int STEPS_AFTER = 8;
  private static final Comparator<Step> BY_TIME = Comparator.comparingLong(Step::atMillis);

  private final GoldenRun golden;
  private final Result failure;
  private final List<String> lines = new ArrayList<>();

  ProcessStory(GoldenRun golden, Result failure) {
    this.golden = golden;
    this.failure = failure;
  }

  /**
   * Tells it.
   *
   * @param tried how often it was tried again
   * @param wrong how often it was wrong then
   */
  Counterexample counterexample(int tried, int wrong) {
    input();
    for (int life = 1; life <= failure.died(); life++) {
      dying(life);
    }
    last(failure.died() + 1);
    lines.add("In the end: " + failure.detail());
    if (tried > 0) {
      lines.add(
          "Tried again at this step: wrong "
              + wrong
              + " of "
              + tried
              + " times. Threads take turns as they like, so the same number may be another step.");
    }
    lines.add(
        "All files are in "
            + failure.directory().root()
            + ": what the job has written, the traces of its lives, and job.log. It was not tried"
            + " with fewer records; the simulation (--mode simulated) does that.");
    return new Counterexample(
        failure.crash().toString(),
        failure.detail(),
        lines,
        golden.request().command() + " --point " + failure.crash(),
        "");
  }

  private void input() {
    for (Map.Entry<String, List<String>> stream : golden.request().records().entrySet()) {
      List<String> records = stream.getValue();
      List<String> shown = records.subList(0, Math.min(SHOWN_RECORDS, records.size()));
      lines.add(
          "Stream '"
              + stream.getKey()
              + "' gets "
              + records.size()
              + (records.size() == 1 ? " record: " : " records: ")
              + shown
              + (shown.size() < records.size() ? " and so on." : "."));
    }
  }

  private void dying(int life) {
    lines.add("Life " + life + " starts in a process of its own.");
    Step hit = failure.hits().get(life - 1);
    List<Step> done = done(life).stream().sorted(BY_TIME).toList();
    List<Step> before = done.stream().filter(step -> step.atMillis() <= hit.atMillis()).toList();
    before
        .subList(Math.max(0, before.size() - STEPS_BEFORE), before.size())
        .forEach(step -> lines.add(line(step)));
    Phase phase = failure.crash().at().phase();
    lines.add(
        "  "
            + hit.atMillis()
            + " ms: CRASH "
            + (life > 1 ? "at" : phase == Phase.INSIDE ? "in the middle of" : words(phase))
            + " step "
            + hit.number()
            + ", "
            + words(hit)
            + ". "
            + (failure.crash().stop()
                ? "The machine stops; everything that was not forced is lost."
                : "The process is killed; everything written is still there."));
    List<Step> after = done.subList(before.size(), done.size());
    if (!after.isEmpty()) {
      lines.add("Until it is gone, its other threads still do");
      after.stream().limit(STEPS_AFTER).forEach(step -> lines.add(line(step)));
    }
  }

  private static String words(Phase phase) {
    return phase == Phase.BEFORE ? "before" : "after";
  }

  /** Of a recovery, what it writes outside of its own directory, and what has a name. */
  private void last(int life) {
    lines.add("Life " + life + " starts on what was left.");
    List<Step> telling =
        done(life).stream()
            .filter(step -> step.component().matches("(place|output) .*|epoch") || named(step))
            .filter(step -> !step.action().matches("FORCE_DIRECTORY|CREATE.*|GROW") || named(step))
            .toList();
    telling.stream().limit(STEPS_AFTER).forEach(step -> lines.add(line(step)));
    if (telling.size() > STEPS_AFTER) {
      lines.add("  and so on, " + (telling.size() - STEPS_AFTER) + " more like these.");
    }
    lines.add(
        "Life "
            + life
            + (failure.outcome() == Outcome.NOT_RECOVERED
                ? " does not come to its end."
                : " has come to its end."));
  }

  private List<Step> done(int life) {
    JobDirectory directory = failure.directory();
    return Files.exists(ProcessTrial.trace(directory, life))
        ? StepTrace.read(ProcessTrial.trace(directory, life))
        : List.of();
  }

  private static boolean named(Step step) {
    return !step.milestone().isEmpty();
  }

  private static String line(Step step) {
    return "  " + step.atMillis() + " ms: " + words(step);
  }

  private static String words(Step step) {
    return step.action()
        + " "
        + (step.path().isEmpty() ? "." : step.path())
        + " ("
        + step.component()
        + (named(step) ? ", " + step.milestone() : "")
        + ")";
  }
}
