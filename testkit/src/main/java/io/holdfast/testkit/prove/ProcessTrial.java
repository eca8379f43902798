package io.holdfast.testkit.prove;

import io.holdfast.ExitCode;
import io.holdfast.testkit.invariant.Residue;
import io.holdfast.testkit.process.JobDirectory;
import io.holdfast.testkit.process.JobSpec;
import io.holdfast.testkit.process.StepPlan;
import io.holdfast.testkit.process.StepTrace;
import io.holdfast.testkit.prove.ProcessLives.Lived;
import io.holdfast.testkit.report.PointOutcome;
import io.holdfast.testkit.report.PointOutcome.Outcome;
import io.holdfast.testkit.report.Step;
import io.holdfast.wal.storage.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One crash of a real process: a life that ends at it, a life that goes on to the end, and a look
 * at what is there then. Any thread.
 */
final class ProcessTrial {
  /** A recovery may take this much, and so many times what the golden run took. */
  private static final Duration LEAST_LIMIT = Duration.ofSeconds(30);

  private final GoldenRun golden;
  private final ProcessLives lives;

  /**
   * What came of it.
   *
   * @param hits the steps at which lives really ended, in their order; empty if the first came to
   *     its end before
   * @param died how many lives have died
   * @param flaw what was wrong without any crash; empty if nothing was
   */
  record Result(
      ProcessCrash crash,
      List<Step> hits,
      int died,
      Outcome outcome,
      String detail,
      long recoveryMillis,
      long repeatedRecords,
      long residueFiles,
      Optional<String> flaw,
      JobDirectory directory) {

    boolean wrong() {
      return outcome == Outcome.WRONG || outcome == Outcome.NOT_RECOVERED;
    }

    /** As reports have it, under the number of the golden run's step. */
    PointOutcome point() {
      long step =
          crash.at().milestone().isEmpty() || hits.isEmpty()
              ? crash.at().number()
              : hits.get(0).number();
      return new PointOutcome(
          step,
          crash.at().phase().name().toLowerCase(Locale.ROOT),
          crash.loss() + (died > 1 ? ", and the recovery died as well" : ""),
          outcome,
          recoveryMillis,
          repeatedRecords,
          residueFiles,
          detail,
          hits.stream().findFirst());
    }
  }

  ProcessTrial(GoldenRun golden, ProcessLives lives) {
    this.golden = golden;
    this.lives = lives;
  }

  /** How long a life may take. */
  static Duration limit(GoldenRun golden) {
    List<Step> trace = golden.trace();
    long millis = trace.isEmpty() ? 0 : trace.get(trace.size() - 1).atMillis();
    return LEAST_LIMIT.plusMillis(10 * millis);
  }

  /** The trace of a life, by its number from 1. */
  static Path trace(JobDirectory directory, int life) {
    return directory.root().resolve("life-" + life + ".trace");
  }

  /**
   * Does it, in a directory of its own, which stays.
   *
   * @param second at which the recovery is ended as well; empty: it is left alone
   */
  Result run(String name, ProcessCrash crash, Optional<ProcessCrash> second) {
    JobSpec fresh = lives.fresh(name);
    JobDirectory directory = fresh.directory();
    Duration limit = limit(golden);
    Lived first = lives.live(ending(fresh, crash, 1), limit);
    if (!first.atItsPoint()) {
      return withoutCrash(crash, first, directory, limit);
    }
    List<Step> hits = new ArrayList<>();
    StepTrace.end(trace(directory, 1)).ifPresent(hits::add);
    JobSpec recovering = lives.recovering(fresh);
    int died = 1;
    if (second.isPresent()) {
      Lived again = lives.live(ending(recovering, second.get(), 2), limit);
      if (!again.atItsPoint()) {
        return judged(crash, hits, died, again, directory, limit);
      }
      StepTrace.end(trace(directory, 2)).ifPresent(hits::add);
      died++;
    }
    JobSpec last = recovering.with(StepPlan.COUNT_ONLY.tracedTo(trace(directory, died + 1)));
    return judged(crash, hits, died, lives.live(last, limit), directory, limit);
  }

  private static JobSpec ending(JobSpec spec, ProcessCrash crash, int life) {
    StepPlan plan =
        StepPlan.COUNT_ONLY.endingAt(crash.at()).tracedTo(trace(spec.directory(), life));
    return spec.with(crash.stop() ? plan.losingUnforced() : plan);
  }

  /** The life had fewer steps this time, or has failed by itself. */
  private Result withoutCrash(
      ProcessCrash crash, Lived life, JobDirectory directory, Duration limit) {
    Optional<String> wrong =
        life.finished()
            ? wrong(directory, residue(directory))
            : Optional.of(ProcessMode.ended(life, limit, directory));
    String detail = wrong.orElse("the run had come to its end before it came to this step");
    Optional<String> flaw =
        life.killed() ? Optional.of(Advice.killedByOthers()) : wrong.map(Advice::failsNowAndThen);
    return notReached(crash, detail, flaw, directory);
  }

  private static Result notReached(
      ProcessCrash crash, String detail, Optional<String> flaw, JobDirectory directory) {
    return new Result(crash, List.of(), 0, Outcome.NOT_REACHED, detail, -1, 0, 0, flaw, directory);
  }

  private Result judged(
      ProcessCrash crash,
      List<Step> hits,
      int died,
      Lived last,
      JobDirectory directory,
      Duration limit) {
    if (last.killed()) {
      String why = Advice.killedByOthers();
      return notReached(crash, why, Optional.of(why), directory);
    }
    Outcome outcome = Outcome.EXACT;
    String detail = "";
    List<String> residue = List.of();
    if (last.finished()) {
      residue = residue(directory);
      Optional<String> wrong = wrong(directory, residue);
      outcome = wrong.isPresent() ? Outcome.WRONG : Outcome.EXACT;
      detail = wrong.orElse("");
    } else {
      boolean lost = last.end().filter(end -> end.is(ExitCode.INEXACT)).isPresent();
      outcome = lost ? Outcome.WRONG : Outcome.NOT_RECOVERED;
      detail =
          (lost ? "" : "the job does not recover: ") + ProcessMode.ended(last, limit, directory);
    }
    return new Result(
        crash,
        hits,
        died,
        outcome,
        detail,
        last.firstBatchMillis(),
        lives.repeated(directory),
        residue.size(),
        Optional.empty(),
        directory);
  }

  private Optional<String> wrong(JobDirectory directory, List<String> residue) {
    if (!residue.isEmpty()) {
      return Optional.of(left(residue));
    }
    try {
      return golden.wrong(ProcessLives.remains(directory), golden.request().records());
    } catch (RuntimeException e) {
      return Optional.of("the output cannot be read back: " + Prover.words(e));
    }
  }

  static String left(List<String> residue) {
    return "after the stop these files are left behind: " + residue;
  }

  /** Files that should not be there when a job was stopped. */
  static List<String> residue(JobDirectory directory) {
    List<String> found = new ArrayList<>();
    try (Storage application = directory.openApplication()) {
      found.addAll(Residue.in(application));
    }
    for (String location : directory.locations()) {
      try (Storage place = directory.open(location)) {
        Residue.in(place).forEach(file -> found.add(location + "/" + file));
      }
    }
    return found;
  }
}
