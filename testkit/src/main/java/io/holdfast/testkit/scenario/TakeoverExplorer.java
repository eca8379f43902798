package io.holdfast.testkit.scenario;

import io.holdfast.FencedException;
import io.holdfast.testkit.fault.Crash;
import io.holdfast.testkit.fault.Crash.Phase;
import io.holdfast.testkit.fault.CrashPoint;
import io.holdfast.testkit.invariant.Ledger;
import io.holdfast.testkit.scenario.CrashExplorer.Failure;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.util.List;

/**
 * Two drivers at once, on a storage whose locks do nothing: the first is stopped in the middle of
 * an operation, a second one takes over and works for a while, then the first goes on as if nothing
 * had happened. It must notice before it acknowledges or commits anything, and the output must be
 * exact. One thread.
 */
public final class TakeoverExplorer {
  private static final int[] STEPS_OF_SECOND = {0, 40, 400, 100_000};

  private final Scenario scenario;
  private final Conditions conditions;
  private long takeovers;
  private long fenced;
  private Failure failure;

  /** What was tried: take-overs, and how often the first driver noticed. */
  public record Result(long takeovers, long fenced, Failure failure) {}

  public TakeoverExplorer(Scenario scenario, Conditions conditions) {
    this.scenario = scenario;
    this.conditions = conditions;
  }

  /** Takes over at every operation of the run; stops at the first failure. */
  public Result explore() {
    boolean reached = true;
    for (long operation = 0; reached && failure == null; operation++) {
      for (int variation = 0; variation < STEPS_OF_SECOND.length && failure == null; variation++) {
        reached = takeOver(new Crash(operation, Phase.BEFORE, CrashProfile.KILL, variation));
        // An operation that is refused, as some of a probe have to be, has no moment after it.
        boolean unused = takeOver(new Crash(operation, Phase.AFTER, CrashProfile.KILL, variation));
      }
    }
    return result();
  }

  /** Repeats one take-over; the point says when, and its variation for how long. */
  public Result repeat(CrashPoint point) {
    takeOver(point.last());
    return result();
  }

  private Result result() {
    return new Result(takeovers, fenced, failure);
  }

  private boolean takeOver(Crash stop) {
    Site site = Site.fresh(scenario, conditions);
    site.disk().locksEnforced(false);
    Life first = new Life(scenario, site, scenario.seed(), conditions);
    Second second = new Second(stop, site);
    second.watch(first);
    RuntimeException firstEnd = endOf(first);
    if (second.life != null) {
      takeovers++;
      fenced += isFenced(firstEnd) ? 1 : 0;
      second.finish(first, firstEnd);
    }
    return second.life != null;
  }

  private static RuntimeException endOf(Life life) {
    try {
      life.start();
      life.runToEndUnless(() -> false);
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  private static boolean isFenced(RuntimeException end) {
    return end instanceof FencedException
        || (end != null && end.getCause() instanceof FencedException);
  }

  private void fail(Crash stop, String what) {
    if (failure == null) {
      failure = new Failure(new CrashPoint(scenario.seed(), List.of(stop)), what);
    }
  }

  /** Starts the second driver when the first has reached its point. */
  private final class Second extends RunObserver {
    private final Crash stop;
    private final Site site;
    private Life life;

    Second(Crash stop, Site site) {
      super(List.of(), 0);
      this.stop = stop;
      this.site = site;
    }

    /**
     * Where the first was stopped before it had claimed its epoch, it is the newer driver and must
     * win.
     */
    void finish(Life first, RuntimeException firstEnd) {
      try {
        boolean secondWins = runToEnd(firstEnd);
        String wrong = (secondWins ? life : first).wrong();
        if (wrong != null) {
          fail(stop, wrong);
        }
      } catch (RuntimeException | AssertionError e) {
        fail(stop, "the driver that took over failed: " + e);
      }
    }

    private boolean runToEnd(RuntimeException firstEnd) {
      try {
        life.runToEndUnless(() -> false);
        return true;
      } catch (FencedException e) {
        if (firstEnd != null) {
          throw e;
        }
        return false;
      }
    }

    @Override
    void reached(StorageOperation operation, Phase phase, int cut, SimulatedDisk disk) {
      if (life != null || operation.number() != stop.operation() || phase != stop.phase()) {
        return;
      }
      site.disk().onOperation(new OperationObserver() {});
      // The second driver must know what the first has known, but each keeps books of its own.
      Ledger known = site.ledger().fork();
      life =
          new Life(
              scenario,
              new Site(site.disk(), site.world(), known, site.nowMillis() + 5, site.life() + 1),
              ~scenario.seed(),
              conditions);
      try {
        life.start();
        int steps = STEPS_OF_SECOND[stop.variation()];
        boolean more = true;
        for (int i = 0; i < steps && more && !site.world().allAcknowledged(); i++) {
          more = life.scheduler().step();
        }
      } catch (RuntimeException e) {
        fail(stop, "the driver that takes over does not start: " + e);
      }
    }
  }
}
