package io.holdfast.testkit;

import io.holdfast.FencedException;
import io.holdfast.testkit.CrashExplorer.Failure;
import io.holdfast.testkit.CrashPoint.Phase;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.util.List;

/**
 * Two drivers at once, on a storage whose locks do nothing: the first is stopped in the middle of
 * an operation, a second one takes over and works for a while, then the first goes on as if nothing
 * had happened. It must notice before it acknowledges or commits anything, and the output must be
 * exact.
 */
public final class TakeoverExplorer {
  private static final int[] STEPS_OF_SECOND = {0, 40, 400, 100_000};

  private final SimulatedJob job;
  private final List<String> lines;
  private final Conditions conditions;
  private long takeovers;
  private long fenced;
  private Failure failure;

  /** What was tried: take-overs, and how often the first driver noticed. */
  public record Result(long takeovers, long fenced, Failure failure) {}

  public TakeoverExplorer(SimulatedJob job, List<String> lines, Conditions conditions) {
    this.job = job;
    this.lines = lines;
    this.conditions = conditions;
  }

  /** Takes over at every operation of the run of this seed; stops at the first failure. */
  public Result explore(long seed) {
    boolean reached = true;
    for (long operation = 0; reached && failure == null; operation++) {
      for (int variation = 0; variation < STEPS_OF_SECOND.length && failure == null; variation++) {
        reached = takeOver(point(seed, operation, Phase.BEFORE, variation));
        // An operation that is refused, as some of a probe have to be, has no moment after it.
        boolean unused = takeOver(point(seed, operation, Phase.AFTER, variation));
      }
    }
    return new Result(takeovers, fenced, failure);
  }

  private static CrashPoint point(long seed, long operation, Phase phase, int variation) {
    return new CrashPoint(seed, operation, phase, CrashProfile.KILL, variation, -1);
  }

  /** Repeats one take-over. */
  public Result repeat(CrashPoint point) {
    takeOver(point);
    return new Result(takeovers, fenced, failure);
  }

  private boolean takeOver(CrashPoint point) {
    SimulatedDisk disk = new SimulatedDisk();
    disk.locksEnforced(false);
    conditions.prepare(disk);
    SimulatedWorld world = new SimulatedWorld(lines);
    SimulatedLife first =
        new SimulatedLife(job, disk, world, point.seed(), SimulatedLife.START_MILLIS, conditions);
    Second second = new Second(point, disk, world);
    disk.onOperation(second);
    RuntimeException firstEnd = endOf(first);
    if (second.life != null) {
      takeovers++;
      fenced += isFenced(firstEnd) ? 1 : 0;
      second.finish(first, firstEnd);
    }
    return second.life != null;
  }

  private static RuntimeException endOf(SimulatedLife life) {
    try {
      life.start();
      life.runToEnd();
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  private static boolean isFenced(RuntimeException end) {
    return end instanceof FencedException
        || (end != null && end.getCause() instanceof FencedException);
  }

  private void fail(CrashPoint point, String what) {
    if (failure == null) {
      failure = new Failure(point, what);
    }
  }

  /** Starts the second driver when the first has reached its point. */
  private final class Second extends RunObserver {
    private final CrashPoint point;
    private final SimulatedDisk disk;
    private final SimulatedWorld world;
    private SimulatedLife life;

    Second(CrashPoint point, SimulatedDisk disk, SimulatedWorld world) {
      this.point = point;
      this.disk = disk;
      this.world = world;
    }

    /**
     * Where the first was stopped before it had claimed its epoch, it is the newer driver and must
     * win.
     */
    void finish(SimulatedLife first, RuntimeException firstEnd) {
      try {
        boolean secondWins = runToEnd(firstEnd);
        String wrong = (secondWins ? life : first).violation();
        if (wrong == null) {
          wrong =
              job.check(disk.storage().directory(SimulatedJob.OUTPUT_LOCATION.substring(1)), lines);
        }
        if (wrong != null) {
          fail(point, wrong);
        }
      } catch (RuntimeException | AssertionError e) {
        fail(point, "the driver that took over failed: " + e);
      }
    }

    private boolean runToEnd(RuntimeException firstEnd) {
      try {
        life.runToEnd();
        return true;
      } catch (FencedException e) {
        if (firstEnd != null) {
          throw e;
        }
        return false;
      }
    }

    @Override
    void reached(StorageOperation operation, Phase phase) {
      if (life != null || operation.number() != point.operation() || phase != point.phase()) {
        return;
      }
      disk.onOperation(new OperationObserver() {});
      life =
          new SimulatedLife(
              job, disk, world, ~point.seed(), SimulatedLife.START_MILLIS + 5, conditions);
      try {
        life.start();
        int steps = STEPS_OF_SECOND[point.variation()];
        boolean more = true;
        for (int i = 0; i < steps && more && !world.allAcknowledged(); i++) {
          more = life.scheduler().step();
        }
      } catch (RuntimeException e) {
        fail(point, "the driver that takes over does not start: " + e);
      }
    }
  }
}
