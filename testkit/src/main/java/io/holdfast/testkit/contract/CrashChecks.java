package io.holdfast.testkit.contract;

import io.holdfast.testkit.contract.EngineSide.AnswerException;
import io.holdfast.testkit.contract.EngineSide.End;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Drivers that are killed, lose the power or an answer, at every step and in every recovery. */
final class CrashChecks {
  private static final int PENDING = 3;
  private static final int POWER_FAILURES = 4;

  private CrashChecks() {}

  /** What happens to the drivers, one after the other. */
  private record Plan(List<Trouble> troubles) {}

  /** One kind of trouble at one step. */
  private record Trouble(Kind kind, int step) {
    @Override
    public String toString() {
      return kind.words + " step " + step;
    }
  }

  private enum Kind {
    KILL("killed before"),
    POWER("the power fails before"),
    LOST_ANSWER("the answer is lost of"),
    FAILED("nothing comes of");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  static <T> String killed(SinkChecks<T> checks, SinkRule rule) {
    return all(checks, rule, List.of(Kind.KILL), "killed");
  }

  /** What a place may keep or lose is up to chance; of the sink's notes nothing is left open. */
  static <T> String powerLost(SinkChecks<T> checks, SinkRule rule) {
    int variations = checks.placeCanLosePower(rule) ? POWER_FAILURES : 1;
    return all(checks, rule, Collections.nCopies(variations, Kind.POWER), "power lost");
  }

  static <T> String answersLost(SinkChecks<T> checks, SinkRule rule) {
    return all(checks, rule, List.of(Kind.LOST_ANSWER, Kind.FAILED), "answers lost");
  }

  /** Each kind at each step, one of them chosen in turn; then pairs with a kill before it. */
  private static <T> String all(
      SinkChecks<T> checks, SinkRule rule, List<Kind> kinds, String words) {
    List<String> names = checks.calmSteps(rule);
    long own = names.stream().filter(name -> !SinkLife.isBorder(name)).count();
    int steps = names.size();
    int tried = 0;
    int[] points = points(checks.effort(), names);
    for (int step : points) {
      boolean answers = kinds.contains(Kind.LOST_ANSWER);
      if (answers && SinkLife.isBorder(names.get(step))) {
        continue;
      }
      for (int variation = 0; variation < kinds.size(); variation++) {
        Trouble trouble = new Trouble(kinds.get(variation), step);
        run(checks, rule, new Plan(List.of(trouble)), variation);
        tried++;
      }
    }
    Random random = new Random(checks.effort().seed());
    for (int pair = 0; pair < checks.effort().pairs(); pair++) {
      Kind first = random.nextBoolean() ? Kind.KILL : kinds.get(0);
      Trouble one = new Trouble(first, random.nextInt(steps));
      Trouble other = new Trouble(kinds.get(pair % kinds.size()), random.nextInt(steps));
      run(checks, rule, new Plan(List.of(one, other)), random.nextInt());
      tried++;
    }
    return words
        + " in "
        + tried
        + " ways, at "
        + points.length
        + " of "
        + steps
        + " steps ("
        + own
        + " of the sink, "
        + (steps - own)
        + " between calls of the engine) and in "
        + checks.effort().pairs()
        + " recoveries";
  }

  /**
   * The steps that are tried. Where it cannot be all, those come first before which the sink has
   * done something, or is about to.
   */
  private static int[] points(Effort effort, List<String> names) {
    int[] worth =
        IntStream.range(0, names.size())
            .filter(
                step ->
                    !SinkLife.isBorder(names.get(step))
                        || (step > 0 && !SinkLife.isBorder(names.get(step - 1))))
            .toArray();
    if (effort.windows() >= names.size() || worth.length == 0) {
      return effort.points(names.size());
    }
    return IntStream.of(effort.points(worth.length)).map(point -> worth[point]).toArray();
  }

  private static <T> void run(SinkChecks<T> checks, SinkRule rule, Plan plan, int variation) {
    List<Batch> job = Batch.job(SinkTrial.OUTPUT);
    String window = window(plan);
    try (SinkTrial<T> trial = checks.trial(rule)) {
      EngineSide<T> engine = new EngineSide<>(job);
      for (Trouble trouble : plan.troubles()) {
        End end = engine.run(trial.next(watch(trial.place(), trouble)));
        boolean answer = trouble.kind() == Kind.LOST_ANSWER || trouble.kind() == Kind.FAILED;
        if (end == End.FAILED) {
          requireReason(trial, engine, answer, window);
        }
        if (trouble.kind() == Kind.POWER) {
          trial.losePower(variation);
        }
        requireNotedAndNothingElse(trial, engine, checks, trouble.kind() == Kind.POWER, window);
      }
      End end = engine.run(trial.next(StepWatch.NONE));
      SinkChecks.requireDone(trial, engine, end, window);
      trial.requireSeen(Batch.rows(job), window + "; then a driver ran to the end");
    }
  }

  private static String window(Plan plan) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < plan.troubles().size(); i++) {
      words.add("driver " + (i + 1) + ": " + plan.troubles().get(i));
    }
    return String.join(", ", words);
  }

  /** Only a lost answer is a reason to fail, and none to say that somebody else has taken over. */
  private static <T> void requireReason(
      SinkTrial<T> trial, EngineSide<T> engine, boolean answerLost, String window) {
    RuntimeException failure = engine.failure();
    if (!answerLost) {
      SinkChecks.requireDone(trial, engine, End.FAILED, window);
    }
    if (failure instanceof AnswerException answer && answer.refused()) {
      throw trial.violation(
          failure.getMessage()
              + ", though no other driver runs: the answer that was lost makes the"
              + " outcome unknown",
          window,
          null,
          null,
          failure);
    }
  }

  private static <T> void requireNotedAndNothingElse(
      SinkTrial<T> trial,
      EngineSide<T> engine,
      SinkChecks<T> checks,
      boolean power,
      String window) {
    List<String> seen = trial.seen(window);
    List<String> noted = Batch.rows(engine.noted());
    List<String> missing = noted.stream().filter(row -> !seen.contains(row)).toList();
    if (!missing.isEmpty()) {
      throw trial.violation(
          missing + " is gone, though its batch was answered as committed",
          window,
          noted,
          seen,
          null);
    }
    List<String> possible = Batch.rows(engine.begun());
    List<String> strange = seen.stream().filter(row -> !possible.contains(row)).toList();
    if (!strange.isEmpty() && checks.holds(SinkRule.INVISIBLE)) {
      throw trial.violation(
          strange + " is there, though its commit was never called", window, possible, seen, null);
    }
    for (String row : possible) {
      if (Collections.frequency(seen, row) > 1) {
        throw trial.violation(
            "'" + row + "' is there " + Collections.frequency(seen, row) + " times",
            window,
            possible,
            seen,
            null);
      }
    }
    if (power && checks.holds(SinkRule.WHOLE)) {
      CalmChecks.requireWhole(trial, Batch.job(SinkTrial.OUTPUT), seen, window);
    }
  }

  private static StepWatch watch(SinkPlace<?> place, Trouble trouble) {
    return switch (trouble.kind()) {
      case KILL, POWER -> StepWatch.dyingBefore(trouble.step());
      case LOST_ANSWER ->
          new StepWatch() {
            @Override
            public void after(int number, String name) throws Exception {
              if (number == trouble.step() && !SinkLife.isBorder(name)) {
                throw place.lostAnswer(name);
              }
            }
          };
      case FAILED ->
          new StepWatch() {
            @Override
            public void before(int number, String name) throws Exception {
              if (number == trouble.step() && !SinkLife.isBorder(name)) {
                throw place.lostAnswer(name);
              }
            }
          };
    };
  }

  /** Kills driver after driver at random steps; then nothing but the output may be left. */
  static <T> String residue(SinkChecks<T> checks, SinkRule rule) {
    int steps = checks.calmSteps(rule).size();
    int crashes = checks.effort().crashes();
    String window = crashes + " drivers were killed at random steps, then one ran to the end";
    int calmNotes = calmNotes(checks, rule);
    checks.in(
        rule,
        window,
        trial -> {
          Random random = new Random(checks.effort().seed());
          EngineSide<T> engine = new EngineSide<>(List.of());
          int batches = 0;
          for (int crash = 0; crash < crashes; crash++) {
            while (engine.pending() < PENDING) {
              batches++;
              engine.add(Batch.of(SinkTrial.OUTPUT, batches, 2, 1));
            }
            engine.run(trial.next(StepWatch.dyingBefore(random.nextInt(steps))));
          }
          End end = engine.run(trial.next(StepWatch.NONE));
          SinkChecks.requireDone(trial, engine, end, window);
          List<String> residue = trial.place().residue(SinkTrial.OUTPUT);
          if (!residue.isEmpty()) {
            throw trial.violation(
                residue.size() + " things are left behind", window, List.of(), residue, null);
          }
          if (trial.notes() > calmNotes + 2) {
            throw trial.violation(
                "the notes in the application's directory have grown to "
                    + trial.notes()
                    + " files",
                window,
                "about " + calmNotes,
                trial.notes(),
                null);
          }
        });
    return crashes + " kills at random steps";
  }

  private static <T> int calmNotes(SinkChecks<T> checks, SinkRule rule) {
    try (SinkTrial<T> trial = checks.trial(rule)) {
      EngineSide<T> engine = new EngineSide<>(Batch.job(SinkTrial.OUTPUT));
      engine.run(trial.next(StepWatch.NONE));
      return trial.notes();
    }
  }
}
