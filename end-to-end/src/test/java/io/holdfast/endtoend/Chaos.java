package io.holdfast.endtoend;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Kills at random, starts again what was killed, and measures how long the paths that need it stand
 * still. What is killed when follows from a seed; real time decides what that meets.
 */
final class Chaos {
  private static final Duration STEP = Duration.ofMillis(50);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final int LONGEST_DOWN_MILLIS = 2_000;

  private final SplittableRandom random;
  private final Pace pace;
  private final List<Target> targets;
  private final List<PathUnderTest> paths;
  private final Map<String, Integer> kills = new TreeMap<>();
  private final Map<String, List<Long>> stalls = new TreeMap<>();
  private final List<Down> down = new ArrayList<>();
  private final Map<PathUnderTest, Long> progress = new LinkedHashMap<>();
  private final List<Stall> open = new ArrayList<>();
  private long nextLookNanos;
  private Target first;

  /**
   * What may be killed.
   *
   * @param weight how often, beside the others
   * @param paths that stand still without it
   */
  record Target(Victim victim, int weight, List<PathUnderTest> paths) {}

  /**
   * How often something is killed.
   *
   * @param warmUp before the first kill
   * @param shortest time from one to the next
   * @param longest time from one to the next
   */
  record Pace(Duration warmUp, Duration shortest, Duration longest) {
    /** For what is back in a second. */
    static final Pace BRISK =
        new Pace(Duration.ofSeconds(8), Duration.ofSeconds(2), Duration.ofSeconds(8));
  }

  private record Stall(String victim, PathUnderTest path, long before, long sinceNanos) {}

  /** A victim that is on its way back. */
  private static final class Down {
    private final Target target;
    private final long untilNanos;
    private CompletableFuture<Void> starting;

    Down(Target target, long untilNanos) {
      this.target = target;
      this.untilNanos = untilNanos;
    }

    boolean back(long now) {
      if (starting == null && now >= untilNanos) {
        starting = new CompletableFuture<>();
        CompletableFuture<Void> started = starting;
        Stopwatch.daemon("restart-" + target.victim().name(), () -> restart(started));
      }
      if (starting != null && starting.isDone()) {
        starting.join();
        return true;
      }
      return false;
    }

    private void restart(CompletableFuture<Void> started) {
      try {
        target.victim().restart();
        started.complete(null);
      } catch (IOException | InterruptedException | RuntimeException | Error e) {
        started.completeExceptionally(e);
      }
    }
  }

  Chaos(long seed, Pace pace, List<Target> targets, List<PathUnderTest> paths) {
    this.random = new SplittableRandom(seed);
    this.pace = pace;
    this.targets = targets;
    this.paths = paths;
  }

  /** What is killed first, whatever the seed says. */
  void beginWith(Target target) {
    first = target;
  }

  /** Runs so long; when it returns, everything lives. */
  void run(Duration time) throws InterruptedException {
    long end = Stopwatch.nanos() + time.toNanos();
    long nextKill = Stopwatch.nanos() + pace.warmUp().toNanos();
    while (Stopwatch.nanos() < end || !down.isEmpty()) {
      long now = Stopwatch.nanos();
      down.removeIf(victim -> victim.back(now));
      if (now >= nextKill && now < end) {
        Target target = choose();
        if (target != null) {
          kill(target);
          down.add(new Down(target, now + millis(random.nextInt(LONGEST_DOWN_MILLIS))));
        }
        nextKill = now + random.nextLong(pace.shortest().toNanos(), pace.longest().toNanos());
      }
      supervise();
      look(now);
      Stopwatch.pause(STEP);
    }
  }

  /** Starts jobs that have ended by themselves, as a supervisor does. */
  void supervise() {
    for (PathUnderTest path : paths) {
      if (!isDown(path.job()) && !path.job().isAlive()) {
        try {
          path.job().restart();
        } catch (IOException e) {
          throw new IllegalStateException("cannot start " + path.name(), e);
        }
      }
    }
  }

  private void look(long now) {
    if (now < nextLookNanos) {
      return;
    }
    nextLookNanos = now + LOOK.toNanos();
    for (PathUnderTest path : paths) {
      progress.put(path, path.progress());
    }
    open.removeIf(
        stall -> {
          boolean over = progress.get(stall.path()) > stall.before();
          if (over) {
            stalls
                .computeIfAbsent(stall.victim(), name -> new ArrayList<>())
                .add(Stopwatch.nanos() - stall.sinceNanos());
          }
          return over;
        });
  }

  /** What is killed next; null if it is down already. */
  private Target choose() {
    if (first != null) {
      Target chosen = first;
      first = null;
      return chosen;
    }
    int sum = 0;
    for (Target target : targets) {
      sum += target.weight();
    }
    int at = random.nextInt(sum);
    for (Target target : targets) {
      at -= target.weight();
      if (at < 0) {
        return isDown(target.victim()) ? null : target;
      }
    }
    throw new IllegalStateException("no target has a weight");
  }

  private boolean isDown(Victim victim) {
    return down.stream().anyMatch(killed -> killed.target.victim() == victim);
  }

  private void kill(Target target) throws InterruptedException {
    try {
      target.victim().kill();
    } catch (IOException e) {
      throw new IllegalStateException("cannot kill " + target.victim().name(), e);
    }
    kills.merge(target.victim().name(), 1, Integer::sum);
    for (PathUnderTest path : target.paths()) {
      // What is committed now was on its way before the kill.
      long before = path.progress();
      open.add(new Stall(target.victim().name(), path, before, Stopwatch.nanos()));
    }
  }

  /** How often each was killed. */
  Map<String, Integer> kills() {
    return kills;
  }

  /** From a kill to the next commit of a path that needs it, in nanoseconds, by what was killed. */
  Map<String, List<Long>> stalls() {
    return stalls;
  }

  private static long millis(int millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
