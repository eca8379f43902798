package io.holdfast.testkit.contract;

import io.holdfast.source.ReceiverSource.SourcePromise;
import io.holdfast.testkit.contract.ReceiverConformance.Subjects;
import io.holdfast.testkit.contract.ReceiverRun.Script;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/** Runs a source in all its troubles, and keeps the first violation of each rule. */
final class ReceiverTrials<T> {
  private static final Script NO_SCRIPT = new Script() {};

  private final Subjects<T> subjects;
  private final Effort effort;
  private final Set<ReceiverRule> exempt;
  private final Map<ReceiverRule, ContractViolation> violations = new EnumMap<>(ReceiverRule.class);
  private int steps;

  /** Does something with a run. */
  private interface Trial<T> {
    void run(ReceiverRun<T> run) throws Exception;
  }

  ReceiverTrials(Subjects<T> subjects, Effort effort, Set<ReceiverRule> exempt) {
    this.subjects = subjects;
    this.effort = effort;
    this.exempt = exempt;
  }

  /** Null if the rule has held so far. */
  ContractViolation violation(ReceiverRule rule) {
    return violations.get(rule);
  }

  /** Whether all rules have held so far. */
  boolean clean() {
    return violations.isEmpty();
  }

  /** Runs something with a new source; the first violation of each rule is kept. */
  private void with(Trial<T> trial) {
    try (ReceiverRun<T> run = new ReceiverRun<>(subjects.newSubject(), effort.seed())) {
      trial.run(run);
    } catch (ContractViolation e) {
      ReceiverRule rule = (ReceiverRule) e.rule();
      if (!exempt.contains(rule)) {
        violations.putIfAbsent(rule, e);
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the subject of this test has failed: " + e, e);
    }
  }

  void promise() {
    with(
        run -> {
          SourcePromise promise = run.subject().source().promise();
          OptionalInt horizon = run.subject().horizon();
          boolean stated = horizon.isEmpty() || promise.reason().contains("" + horizon.getAsInt());
          if (promise.reason().isBlank() || !stated) {
            throw new ContractViolation(
                ReceiverRule.PROMISE,
                "it promises " + promise + (stated ? "" : "; the horizon is " + horizon),
                new ContractViolation.Evidence(
                    "promise() was called", List.of(), null, null, effort.seed()),
                null);
          }
        });
  }

  void calm() {
    with(
        run -> {
          String window = "nothing happens to the receiver";
          Script patient =
              new Script() {
                @Override
                public void beforeBlock(int round) throws Exception {
                  if (round <= 1) {
                    // Whoever tells too early has the time to do so.
                    run.quiet();
                  }
                }
              };
          try {
            run.life(StepWatch.NONE, patient, window);
            steps = run.process().steps().count();
            run.requireAllIsWell(window);
          } catch (ContractViolation e) {
            boolean lost = e.rule() == ReceiverRule.NOT_LOST || e.rule() == ReceiverRule.NOT_TWICE;
            throw lost ? run.violation(ReceiverRule.ARRIVES, e.what(), window, List.of()) : e;
          }
        });
  }

  void stops() {
    with(
        run -> {
          String window = "stop() was called between two blocks";
          Script stopping =
              new Script() {
                @Override
                public void afterBlock(int round) throws Exception {
                  if (round == 2) {
                    requireEnds(run, window);
                    run.process().steps().kill("the test is over");
                    run.process().steps().requireAlive();
                  }
                }
              };
          run.life(StepWatch.NONE, stopping, window);
        });
  }

  private void requireEnds(ReceiverRun<T> run, String window) throws Exception {
    run.process().stop();
    if (!run.await(() -> run.process().loops() == 0)) {
      throw run.violation(
          ReceiverRule.STOPS, run.process().loops() + " loops go on", window, List.of());
    }
    if (run.process().simulated() != null) {
      run.quiet();
      long before = run.process().simulated().steps();
      run.quiet();
      if (run.process().simulated().steps() != before) {
        throw run.violation(ReceiverRule.STOPS, "tasks go on", window, List.of());
      }
    }
  }

  /** Whether the sender can. */
  boolean repeats() {
    boolean[] can = new boolean[1];
    with(
        run -> {
          String window = "the sender sends everything once more";
          Script repeating =
              new Script() {
                @Override
                public void beforeBlock(int round) throws Exception {
                  if (round >= 2) {
                    can[0] |= run.subject().sendAllAgain();
                    run.quiet();
                  }
                }
              };
          try {
            run.life(StepWatch.NONE, repeating, window);
            run.requireNothingTwice(window);
            run.requireAllIsWell(window);
          } catch (ContractViolation e) {
            throw run.violation(ReceiverRule.REPEATS_DROPPED, e.what(), window, List.of());
          }
        });
    return can[0];
  }

  /** Kills at every step, and pairs of kills. */
  String kills() {
    int[] points = effort.points(steps);
    for (int step : points) {
      killed(step);
    }
    Random random = new Random(effort.seed());
    for (int pair = 0; pair < effort.pairs(); pair++) {
      killed(random.nextInt(steps), random.nextInt(steps));
    }
    return "killed at "
        + points.length
        + " of "
        + steps
        + " steps, and "
        + effort.pairs()
        + " times twice";
  }

  private void killed(int... at) {
    with(
        run -> {
          StringBuilder window = new StringBuilder();
          for (int step : at) {
            window.append("killed before step ").append(step).append("; ");
            run.life(StepWatch.dyingBefore(step), NO_SCRIPT, window.toString());
          }
          window.append("then a process ran to the end");
          run.life(StepWatch.NONE, NO_SCRIPT, window.toString());
          run.requireAllIsWell(window.toString());
        });
  }

  /** Breaks the connection at every step. */
  String cuts() {
    int[] points = effort.points(steps);
    for (int step : points) {
      with(
          run -> {
            String window = "the connection breaks before step " + step;
            StepWatch watch =
                new StepWatch() {
                  @Override
                  public void before(int number, String name) throws Exception {
                    if (number == step) {
                      run.connectionBroke();
                      run.subject().cut();
                    }
                  }
                };
            try {
              run.life(watch, NO_SCRIPT, window);
              run.requireAllIsWell(window);
            } catch (ContractViolation e) {
              throw run.violation(ReceiverRule.RECONNECTS, e.what(), window, List.of());
            }
          });
    }
    return "broken at " + points.length + " of " + steps + " steps";
  }

  /** What a source says of itself. */
  <R> R ask(Function<ReceiverSubject<T>, R> question) {
    List<R> answer = new ArrayList<>();
    with(run -> answer.add(question.apply(run.subject())));
    return answer.get(0);
  }
}
