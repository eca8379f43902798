package io.holdfast.testkit.contract;

import io.holdfast.testkit.contract.EngineSide.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What all checks of a sink need: places, and how much is to be tried.
 *
 * @param exempt rules that the sink does not keep, with the reason
 */
record SinkChecks<T>(PlaceMaker<T> places, Effort effort, Map<SinkRule, String> exempt) {

  /** Makes an empty place. */
  @FunctionalInterface
  interface PlaceMaker<T> {
    SinkPlace<T> newPlace() throws Exception;
  }

  /** Checks a rule. */
  @FunctionalInterface
  interface Check<T> {
    /** Does it; returns how much was tried, in words. */
    String run(SinkChecks<T> checks, SinkRule rule);
  }

  /** Does something with a trial. */
  @FunctionalInterface
  interface Body<T> {
    void run(SinkTrial<T> trial);
  }

  SinkTrial<T> trial(SinkRule rule) {
    try {
      return new SinkTrial<>(places.newPlace(), rule, effort.seed());
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("newPlace() of this test has failed: " + e, e);
    }
  }

  /** Runs something in a fresh place; what the sink throws there breaks the rule. */
  void in(SinkRule rule, String window, Body<T> body) {
    try (SinkTrial<T> trial = trial(rule)) {
      try {
        body.run(trial);
      } catch (ProcessDied e) {
        throw trial.violation("a driver that nobody has killed is dead", window, null, null, e);
      } catch (RuntimeException e) {
        throw trial.violation("the sink has thrown " + e, window, null, null, e);
      }
    }
  }

  boolean holds(SinkRule rule) {
    return !exempt.containsKey(rule);
  }

  /** The steps of a driver that opens an empty place and commits the whole job. */
  List<String> calmSteps(SinkRule rule) {
    List<String> names = new ArrayList<>();
    StepWatch watch =
        new StepWatch() {
          @Override
          public void before(int number, String name) {
            names.add(name);
          }
        };
    try (SinkTrial<T> trial = trial(rule)) {
      EngineSide<T> engine = new EngineSide<>(Batch.job(SinkTrial.OUTPUT));
      End end = engine.run(trial.next(watch));
      requireDone(trial, engine, end, "nothing happens to the driver");
    }
    return names;
  }

  /** Whether anything can be lost when the power fails: of the place, or of the sink's notes. */
  boolean canLosePower(SinkRule rule) {
    try (SinkTrial<T> trial = trial(rule)) {
      new EngineSide<T>(Batch.job(SinkTrial.OUTPUT)).run(trial.next(StepWatch.NONE));
      return trial.notes() > 0 || trial.place().losePower(0);
    }
  }

  /** Whether the place itself can lose something. */
  boolean placeCanLosePower(SinkRule rule) {
    try (SinkTrial<T> trial = trial(rule)) {
      return trial.place().losePower(0);
    }
  }

  /** Fails if a driver that nothing happens to does not come to its end. */
  static <T> void requireDone(SinkTrial<T> trial, EngineSide<T> engine, End end, String window) {
    if (end != End.DONE) {
      throw trial.violation(
          "a driver to which nothing happens cannot go on: " + engine.failure(),
          window,
          null,
          null,
          engine.failure());
    }
  }
}
