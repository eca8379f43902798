package io.holdfast.testkit.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** An old driver that still runs when the next one has taken over. */
final class ZombieChecks {
  private ZombieChecks() {}

  /** Both drivers in every order of their calls, and the old one held up before each step. */
  static <T> String zombies(SinkChecks<T> checks, SinkRule rule) {
    int tried = 0;
    for (Map.Entry<String, Consumer<Takeover<T>>> order : ZombieChecks.<T>orders().entrySet()) {
      checks.in(
          rule,
          order.getKey(),
          trial -> {
            var takeover = new Takeover<>(checks, trial, rule, order.getKey());
            order.getValue().accept(takeover.begin(StepWatch.NONE));
            takeover.finish();
          });
      tried++;
    }
    int[] opening = new int[1];
    int[] committing = new int[2];
    int[] taking = new int[1];
    count(checks, rule, opening, committing);
    if (checks.holds(SinkRule.FENCED)) {
      // A sink that leaves old drivers to a lock may be swept while they look on, not beside them.
      countFresh(checks, rule, taking);
    }
    for (int step : checks.effort().points(committing[1] - committing[0])) {
      heldUp(checks, rule, step, false);
      heldUp(checks, rule, step, true);
      tried += 2;
    }
    for (int step : checks.effort().points(opening[0])) {
      overtaken(checks, rule, step);
      tried++;
    }
    for (int step : checks.effort().points(taking[0])) {
      comesBack(checks, rule, step);
      tried++;
    }
    return tried + " ways, with either driver held up before each of its steps";
  }

  private static <T> Map<String, Consumer<Takeover<T>>> orders() {
    Map<String, Consumer<Takeover<T>>> orders = new LinkedHashMap<>();
    orders.put("old stages, new opens, old commits", t -> run(t, "S", "O", "C"));
    orders.put("new opens, old stages, old commits", t -> run(t, "O", "S", "C"));
    orders.put("old stages, new opens, new commits, old commits", t -> run(t, "S", "O", "c", "C"));
    orders.put("new opens, new stages, old stages, old commits", t -> run(t, "O", "s", "S", "C"));
    orders.put("new opens, new commits, old stages, old commits", t -> run(t, "O", "c", "S", "C"));
    orders.put("old stages, old commits, new opens", t -> run(t, "S", "C", "O"));
    orders.put("new opens, new stages, old restages and closes", t -> run(t, "S", "O", "s", "R"));
    orders.put("old stages, new opens, old goes on behind it", t -> run(t, "S", "O", "N", "C"));
    orders.put("new opens, new commits, old goes on behind it", t -> run(t, "O", "c", "N"));
    return orders;
  }

  private static <T> void run(Takeover<T> takeover, String... calls) {
    for (String call : List.of(calls)) {
      switch (call) {
        case "S" -> takeover.oldStages();
        case "C" -> takeover.oldCommits();
        case "R" -> takeover.oldRestagesAndCloses();
        case "N" -> takeover.oldGoesOn();
        case "O" -> takeover.freshOpens();
        case "s" -> takeover.freshStages();
        case "c" -> takeover.freshCommits();
        default -> throw new IllegalArgumentException(call);
      }
    }
  }

  private static <T> void count(
      SinkChecks<T> checks, SinkRule rule, int[] opening, int[] committing) {
    String window = "a driver to which nothing happens";
    checks.in(
        rule,
        window,
        trial -> {
          var takeover = new Takeover<>(checks, trial, rule, window);
          takeover.oldOpens(StepWatch.NONE);
          opening[0] = takeover.old().steps().count();
        });
    checks.in(
        rule,
        window,
        trial -> {
          var takeover = new Takeover<>(checks, trial, rule, window).begin(StepWatch.NONE);
          committing[0] = takeover.old().steps().count();
          takeover.oldStages();
          takeover.oldCommits();
          committing[1] = takeover.old().steps().count();
        });
  }

  private static <T> void countFresh(SinkChecks<T> checks, SinkRule rule, int[] taking) {
    String window = "a driver takes over to which nothing happens";
    checks.in(
        rule,
        window,
        trial -> {
          var takeover = new Takeover<>(checks, trial, rule, window).begin(StepWatch.NONE);
          takeover.freshRuns(StepWatch.NONE);
          taking[0] = takeover.freshSteps();
        });
  }

  /** The new driver opens and commits, and the old one commits the same batch in the middle. */
  private static <T> void comesBack(SinkChecks<T> checks, SinkRule rule, int step) {
    String window =
        "the new driver opens and commits, and is held up before step "
            + step
            + " of that, the old one commits";
    checks.in(
        rule,
        window,
        trial -> {
          var takeover = new Takeover<>(checks, trial, rule, window).begin(StepWatch.NONE);
          takeover.oldStages();
          Intruder<T> intruder = new Intruder<>(takeover, step, takeover::oldCommits);
          intruder.countFrom(0);
          takeover.freshRuns(intruder);
          intruder.rethrow();
          takeover.oldGoesOn();
          takeover.finish();
        });
  }

  /**
   * The old driver stages and commits, and the new one runs in the middle of it.
   *
   * @param step of staging and committing: how many there were before may differ from run to run
   */
  private static <T> void heldUp(SinkChecks<T> checks, SinkRule rule, int step, boolean commits) {
    String window =
        "the old driver stages and commits, and is held up before step "
            + step
            + " of that, the new one opens"
            + (commits ? " and commits" : "")
            + ", the old one goes on";
    checks.in(
        rule,
        window,
        trial -> {
          var takeover = new Takeover<>(checks, trial, rule, window);
          Intruder<T> intruder =
              new Intruder<>(
                  takeover,
                  step,
                  () -> {
                    takeover.freshTriesToOpen();
                    if (commits) {
                      takeover.freshTriesToCommit();
                    }
                  });
          takeover.begin(intruder);
          intruder.countFrom(takeover.old().steps().count());
          takeover.oldStages();
          takeover.oldCommits();
          intruder.judge();
          takeover.finish();
        });
  }

  /** The old driver is overtaken while it opens the output. */
  private static <T> void overtaken(SinkChecks<T> checks, SinkRule rule, int step) {
    String window =
        "the old driver is held up before its step "
            + step
            + " while it opens, the new one opens and stages, the old one goes on";
    checks.in(
        rule,
        window,
        trial -> {
          new Takeover<>(checks, trial, rule, window).begin(StepWatch.NONE).old().close();
          var takeover = new Takeover<>(checks, trial, rule, window);
          Intruder<T> intruder =
              new Intruder<>(
                  takeover,
                  step,
                  () -> {
                    takeover.freshTriesToOpen();
                    if (takeover.freshHasOpened()) {
                      takeover.freshStages();
                    }
                  });
          intruder.countFrom(0);
          takeover.oldOpens(intruder);
          intruder.judge();
          takeover.oldStages();
          takeover.oldCommits();
          takeover.finish();
        });
  }

  /** Lets one driver run before a step of the other. */
  private static final class Intruder<T> implements StepWatch {
    private final Takeover<T> takeover;
    private final int step;
    private final Runnable action;
    private int first = Integer.MAX_VALUE / 2;
    private Throwable failure;
    private List<String> left;

    Intruder(Takeover<T> takeover, int step, Runnable action) {
      this.takeover = takeover;
      this.step = step;
      this.action = action;
    }

    /** Steps count from here on. */
    void countFrom(int number) {
      first = number;
    }

    @Override
    public void before(int number, String name) {
      if (number - first != step || left != null) {
        return;
      }
      left = List.of();
      try {
        action.run();
        left = takeover.seen();
      } catch (RuntimeException | Error e) {
        // Not the matter of the one that is held up; told when its call has ended.
        failure = e;
      }
    }

    /** What has gone wrong with the intruder. */
    void rethrow() {
      if (failure instanceof Error error) {
        throw error;
      } else if (failure instanceof RuntimeException exception) {
        throw exception;
      }
    }

    /** What the intruder has left must be as it was. */
    void judge() {
      rethrow();
      if (takeover.freshHasOpened() && left != null) {
        takeover.judge(left);
      }
    }
  }
}
