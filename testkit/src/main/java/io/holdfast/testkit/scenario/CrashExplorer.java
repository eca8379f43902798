package io.holdfast.testkit.scenario;

import io.holdfast.testkit.fault.Crash;
import io.holdfast.testkit.fault.Crash.Phase;
import io.holdfast.testkit.fault.CrashPoint;
import io.holdfast.testkit.fault.Disturbance;
import io.holdfast.testkit.invariant.Audit;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedCrash;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import io.holdfast.wal.storage.simulated.StorageOperation.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;

/**
 * Runs a scenario once and, before, inside and after every storage operation of that run, tries
 * what a crash there would leave: the disk as it might be found is taken over by a new life of the
 * job, which goes on to the end; then the output must be exact. Of some of these lives every
 * operation is a crash again. Equal disks are tried once. One thread.
 */
public final class CrashExplorer {
  private static final int ASK_EVERY = 100;

  private final Scenario scenario;
  private final Depth depth;
  private final Conditions conditions;
  private final Visitor visitor;
  private final Replay replay;
  private final Set<Long> seen = new HashSet<>();
  private long operations;
  private long crashes;
  private long states;
  private volatile long statesShown;
  private long nested;
  private Failure failure;
  private int failures;
  private volatile boolean cancelled;
  private BooleanSupplier enough = () -> false;
  private LongPredicate tried = operation -> true;

  /** A crash after which the job was not exact. */
  public record Failure(CrashPoint point, String what) {}

  /**
   * What was tried.
   *
   * @param operations storage operations of the run
   * @param crashes in all
   * @param states different disks among what they left, each recovered
   * @param nested how many of these were left by a recovery that was crashed
   */
  public record Result(long operations, long crashes, long states, long nested, Failure failure) {}

  /** Hears of every state that was tried. */
  @FunctionalInterface
  public interface Visitor {
    /** A crash was recovered from, or not. */
    void tried(CrashPoint point, StorageOperation operation, Recovery recovery);
  }

  public CrashExplorer(Scenario scenario, Depth depth, Conditions conditions, Visitor visitor) {
    this.scenario = scenario;
    this.depth = depth;
    this.conditions = conditions;
    this.visitor = visitor;
    this.replay = new Replay(scenario, conditions, depth.variations());
  }

  public CrashExplorer(Scenario scenario, Depth depth, Conditions conditions) {
    this(scenario, depth, conditions, (point, operation, recovery) -> {});
  }

  /** Explores; stops after as many failures as the depth allows. */
  public Result explore() {
    Site site = replay.begin();
    Everywhere everywhere = new Everywhere(none(), scenario.disturbances());
    run(site, scenario.seed(), everywhere, none());
    operations = everywhere.operations;
    return result();
  }

  /** Leaves out the operations of the run that are not among these: others try them. */
  public CrashExplorer only(LongPredicate operationNumbers) {
    tried = operationNumbers;
    return this;
  }

  /** About how many different disks were recovered so far. Any thread. */
  long states() {
    return statesShown;
  }

  /** Is asked now and then whether {@link #explore} may end. */
  CrashExplorer until(BooleanSupplier isEnough) {
    enough = isEnough;
    return this;
  }

  /** Lets {@link #explore} end soon. Any thread. */
  public void cancel() {
    cancelled = true;
  }

  /**
   * Repeats the crashes of one point.
   *
   * @return without any state if the run does not come to this point
   */
  public Result repeat(CrashPoint point) {
    Optional<Site> site = replay.through(point, new Replay.Witness() {});
    site.ifPresent(
        found -> {
          states++;
          examineFound(point, null, found, ~scenario.seed());
        });
    return result();
  }

  private CrashPoint none() {
    return new CrashPoint(scenario.seed(), List.of());
  }

  private Result result() {
    return new Result(operations, crashes, states, nested, failure);
  }

  /** Runs a life under an observer, and looks at its output if it comes to its end. */
  private void run(Site site, long seed, RunObserver observer, CrashPoint path) {
    Life life = new Life(scenario, site, seed, conditions);
    observer.watch(life);
    try {
      life.start();
      life.runToEnd();
      String wrong = life.wrong();
      if (wrong != null) {
        fail(path, wrong);
      }
    } catch (SimulatedCrash stop) {
      // The rest is of no interest.
    } catch (RuntimeException | AssertionError e) {
      fail(path, "it ended by itself: " + e);
    } finally {
      life.kill();
      site.disk().onOperation(new OperationObserver() {});
    }
  }

  private void examine(Everywhere at, Crash crash, StorageOperation operation, SimulatedDisk disk) {
    crashes++;
    Site site = at.leave(disk, crash, scenario.seed());
    if (!seen.add(site.disk().fingerprint() * 31 + site.world().acknowledged())) {
      return;
    }
    states++;
    if (states % ASK_EVERY == 0) {
      statesShown = states;
      cancelled = cancelled || enough.getAsBoolean();
    }
    CrashPoint point = at.path.then(crash);
    nested += point.crashes().size() > 1 ? 1 : 0;
    boolean deeper =
        point.crashes().size() == 1 && depth.secondEvery() > 0 && states % depth.secondEvery() == 0;
    if (deeper) {
      run(site.fork(), ~scenario.seed(), new Everywhere(point, List.of()), point);
    }
    if (!ended()) {
      examineFound(point, operation, site, ~scenario.seed());
    }
  }

  private void examineFound(CrashPoint point, StorageOperation operation, Site site, long seed) {
    Recovery recovery = Recovery.of(scenario, site, seed, conditions);
    visitor.tried(point, operation, recovery);
    if (recovery.wrong() != null) {
      fail(point, recovery.wrong());
    }
  }

  private void fail(CrashPoint point, String what) {
    failures++;
    if (failure == null) {
      failure = new Failure(point, what);
    }
  }

  private boolean ended() {
    return cancelled || failures >= depth.failures();
  }

  /** Tries all crashes at each operation; for a run, not for a recovery, also the audit. */
  private final class Everywhere extends RunObserver {
    private final CrashPoint path;
    private final Audit audit = new Audit(Scenario.DIRECTORY);
    private long operations;

    Everywhere(CrashPoint path, List<Disturbance> disturbances) {
      super(disturbances, path.crashes().isEmpty() ? depth.variations() : 1);
      this.path = path;
    }

    @Override
    void reached(StorageOperation operation, Phase phase, int cut, SimulatedDisk disk) {
      if (ended()) {
        return;
      }
      boolean first = path.crashes().isEmpty();
      // Counted before, as one that is refused, as one of a probe has to be, has no moment after.
      operations += phase == Phase.BEFORE ? 1 : 0;
      if (phase == Phase.AFTER && first) {
        audit(operation, disk);
      }
      if (first && !tried.test(operation.number())) {
        return;
      }
      for (CrashProfile profile : depth.profiles()) {
        for (int variation = 0; variation < outcomes(profile, first); variation++) {
          if (!ended()) {
            int which = phase == Phase.INSIDE ? cut : variation;
            examine(this, new Crash(operation.number(), phase, profile, which), operation, disk);
          }
          if (phase == Phase.INSIDE) {
            break;
          }
        }
      }
    }

    private int outcomes(CrashProfile profile, boolean first) {
      boolean open = profile != CrashProfile.KILL && profile != CrashProfile.LOSE_ALL;
      return open && first ? depth.variations() : 1;
    }

    private void audit(StorageOperation operation, SimulatedDisk disk) {
      Optional<String> wrong = audit.acknowledgedIsLogged(disk, life().site().world());
      if (wrong.isEmpty() && operation.kind() == Kind.DELETE) {
        wrong = audit.afterDeletion(disk, operation.path());
      }
      wrong.ifPresent(life().monitor()::violated);
    }
  }
}
