package io.holdfast.testkit;

import io.holdfast.testkit.CrashPoint.Phase;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedCrash;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Runs a job once per seed and, at every storage operation of that run, tries what a crash there
 * would leave: the disk as it might be found is recovered by a new life of the job, which goes on
 * to the end; then the output must be exact. Equal disks are tried once.
 */
public final class CrashExplorer {
  private final SimulatedJob job;
  private final List<String> lines;
  private final Depth depth;
  private final Conditions conditions;
  private final Set<Long> seen = new HashSet<>();
  private long states;
  private long crashes;
  private long nested;
  private Failure failure;

  /**
   * How much is tried at each point.
   *
   * @param variations outcomes per profile that leaves something open
   * @param secondEvery of so many states one has its recovery crashed as well; 0 for none
   */
  public record Depth(int variations, int secondEvery) {}

  /** A crash after which the job was not exact. */
  public record Failure(CrashPoint point, String what) {}

  /**
   * What was tried: crashes in all, distinct states among them, recoveries that were crashed again.
   */
  public record Result(long crashes, long states, long nested, Failure failure) {}

  public CrashExplorer(SimulatedJob job, List<String> lines, Depth depth, Conditions conditions) {
    this.job = job;
    this.lines = lines;
    this.depth = depth;
    this.conditions = conditions;
  }

  /** Explores one run; stops at the first failure. */
  public Result explore(long seed) {
    run(seed, new CrashEverywhere(seed));
    if (failure == null) {
      crashInsideOperations(seed);
    }
    return new Result(crashes, states, nested, failure);
  }

  /** Repeats one crash. */
  public Result repeat(CrashPoint point) {
    if (point.phase() == Phase.INSIDE) {
      crashInside(point);
    } else {
      run(point.seed(), new CrashAt(point));
    }
    return new Result(crashes, states, nested, failure);
  }

  private void run(long seed, RunObserver observer) {
    SimulatedDisk disk = newDisk();
    SimulatedWorld world = new SimulatedWorld(lines);
    SimulatedLife life =
        new SimulatedLife(job, disk, world, seed, SimulatedLife.START_MILLIS, conditions);
    observer.watch(disk, world, life);
    disk.onOperation(observer);
    try {
      life.start();
      life.runToEnd();
      String wrong =
          job.check(disk.storage().directory(SimulatedJob.OUTPUT_LOCATION.substring(1)), lines);
      if (wrong != null) {
        fail(
            new CrashPoint(seed, disk.operations(), Phase.AFTER, CrashProfile.KILL, 0, -1),
            "without any crash: " + wrong);
      }
    } catch (Explored stop) {
      life.kill();
    } catch (RuntimeException e) {
      fail(
          new CrashPoint(seed, disk.operations(), Phase.AFTER, CrashProfile.KILL, 0, -1),
          "without any crash: " + e);
    }
  }

  private SimulatedDisk newDisk() {
    SimulatedDisk disk = new SimulatedDisk();
    conditions.prepare(disk);
    return disk;
  }

  /** Operations with parts can be cut in the middle; for that the run itself has to die there. */
  private void crashInsideOperations(long seed) {
    DivisibleOperations divisible = new DivisibleOperations();
    run(seed, divisible);
    for (StorageOperation operation : divisible.found()) {
      for (int variation = 0;
          variation < Math.min(depth.variations(), operation.parts() - 1) && failure == null;
          variation++) {
        crashInside(
            new CrashPoint(
                seed, operation.number(), Phase.INSIDE, CrashProfile.KILL, variation, -1));
      }
    }
  }

  private void crashInside(CrashPoint point) {
    SimulatedDisk disk = newDisk();
    SimulatedWorld world = new SimulatedWorld(lines);
    SimulatedLife life =
        new SimulatedLife(job, disk, world, point.seed(), SimulatedLife.START_MILLIS, conditions);
    Death death = Death.inside(point, depth.variations());
    disk.onOperation(death);
    try {
      life.start();
      life.runToEndUnless(() -> death.died());
    } catch (SimulatedCrash expected) {
      death.kill();
    }
    life.kill();
    examine(disk, world, point, life.scheduler().currentTimeMillis());
  }

  private void examine(SimulatedDisk live, SimulatedWorld world, CrashPoint point, long nowMillis) {
    crashes++;
    SimulatedDisk found = live.crash(point.profile(), point.outcomeSeed());
    if (!seen.add(found.fingerprint() * 31 + world.acknowledged())) {
      return;
    }
    states++;
    boolean second = depth.secondEvery() > 0 && states % depth.secondEvery() == 0;
    if (point.secondOperation() >= 0) {
      crashRecovery(found.fork(), world.fork(), point, nowMillis);
    } else if (second) {
      SimulatedDisk counting = found.fork();
      long before = counting.operations();
      recover(counting, world.fork(), point, nowMillis);
      long operations = counting.operations() - before;
      crashRecovery(
          found.fork(),
          world.fork(),
          point.withSecond(Math.floorMod(point.outcomeSeed(), operations)),
          nowMillis);
    } else {
      recover(found, world.fork(), point, nowMillis);
    }
  }

  private void crashRecovery(
      SimulatedDisk disk, SimulatedWorld world, CrashPoint point, long nowMillis) {
    nested++;
    SimulatedLife life =
        new SimulatedLife(job, disk, world, ~point.seed(), nowMillis + 1000, conditions);
    Death death = Death.before(point.secondOperation());
    disk.onOperation(death);
    try {
      life.start();
      life.runToEndUnless(() -> death.died());
    } catch (SimulatedCrash expected) {
      death.kill();
    } catch (RuntimeException e) {
      fail(point, "the recovery that was to be crashed failed by itself: " + e);
    }
    life.kill();
    disk.onOperation(new OperationObserver() {});
    recover(disk.crash(point.profile(), ~point.outcomeSeed()), world, point, nowMillis + 2000);
  }

  private void recover(SimulatedDisk disk, SimulatedWorld world, CrashPoint point, long nowMillis) {
    SimulatedLife life =
        new SimulatedLife(job, disk, world, ~point.seed(), nowMillis + 1000, conditions);
    try {
      life.start();
      life.runToEnd();
      String wrong = life.violation();
      if (wrong == null) {
        wrong =
            job.check(disk.storage().directory(SimulatedJob.OUTPUT_LOCATION.substring(1)), lines);
      }
      if (wrong != null) {
        fail(point, wrong);
      }
    } catch (RuntimeException | AssertionError e) {
      fail(point, "the job does not recover: " + e);
    } finally {
      life.kill();
    }
  }

  private void fail(CrashPoint point, String what) {
    if (failure == null) {
      failure = new Failure(point, what);
    }
  }

  /** Ends a run whose rest is of no interest. */
  private static final class Explored extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Explored() {
      super("explored", null, false, false);
    }
  }

  /** Tries all crashes at each operation. */
  private final class CrashEverywhere extends RunObserver {
    private final long seed;

    CrashEverywhere(long seed) {
      this.seed = seed;
    }

    @Override
    void reached(StorageOperation operation, Phase phase) {
      for (CrashProfile profile : CrashProfile.values()) {
        boolean open = profile != CrashProfile.KILL && profile != CrashProfile.LOSE_ALL;
        for (int variation = 0;
            variation < (open ? depth.variations() : 1) && failure == null;
            variation++) {
          examine(
              disk(),
              world(),
              new CrashPoint(seed, operation.number(), phase, profile, variation, -1),
              now());
        }
      }
    }
  }

  /** Tries one crash. */
  private final class CrashAt extends RunObserver {
    private final CrashPoint point;

    CrashAt(CrashPoint point) {
      this.point = point;
    }

    @Override
    void reached(StorageOperation operation, Phase phase) {
      if (operation.number() == point.operation() && phase == point.phase()) {
        examine(disk(), world(), point, now());
      }
    }
  }
}
