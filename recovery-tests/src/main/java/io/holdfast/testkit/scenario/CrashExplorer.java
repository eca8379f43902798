package io.holdfast.testkit.scenario;

import io.holdfast.testkit.fault.Crash;
import io.holdfast.testkit.fault.Crash.Phase;
import io.holdfast.testkit.fault.CrashPoint;
import io.holdfast.testkit.fault.Death;
import io.holdfast.testkit.fault.Disturbance;
import io.holdfast.testkit.fault.EarlierLife;
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

/**
 * Runs a scenario once and, before, inside and after every storage operation of that run, tries
 * what a crash there would leave: the disk as it might be found is taken over by a new life of the
 * job, which goes on to the end; then the output must be exact. Of some of these lives every
 * operation is a crash again. Equal disks are tried once. One thread.
 */
public final class CrashExplorer {
  private final Scenario scenario;
  private final Depth depth;
  private final Conditions conditions;
  private final Visitor visitor;
  private final Set<Long> seen = new HashSet<>();
  private long operations;
  private long crashes;
  private long states;
  private long nested;
  private Failure failure;
  private volatile boolean cancelled;

  /**
   * How much is tried at each point.
   *
   * @param profiles what is lost
   * @param variations outcomes per profile that leaves something open, and cuts inside an operation
   * @param secondEvery of so many states one has its recovery crashed at each of its operations; 0
   *     for none
   */
  public record Depth(List<CrashProfile> profiles, int variations, int secondEvery) {
    /** Everything, for the engine's own tests. */
    public static Depth all(int variations, int secondEvery) {
      return new Depth(List.of(CrashProfile.values()), variations, secondEvery);
    }
  }

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
  }

  public CrashExplorer(Scenario scenario, Depth depth, Conditions conditions) {
    this(scenario, depth, conditions, (point, operation, recovery) -> {});
  }

  /** Explores; stops at the first failure. */
  public Result explore() {
    Site site = begin();
    if (failure == null) {
      Everywhere everywhere = new Everywhere(none(), scenario.disturbances());
      run(site, scenario.seed(), everywhere, none());
      operations = everywhere.operations;
    }
    return result();
  }

  /** Lets {@link #explore} end soon. Any thread. */
  public void cancel() {
    cancelled = true;
  }

  /** Repeats the crashes of one point. */
  public Result repeat(CrashPoint point) {
    Site site = begin();
    long seed = scenario.seed();
    CrashPoint path = none();
    for (Crash crash : point.crashes()) {
      if (site == null || failure != null) {
        break;
      }
      List<Disturbance> disturbances =
          path.crashes().isEmpty() ? scenario.disturbances() : List.of();
      Once once = new Once(crash, path, disturbances);
      run(site, seed, once, path);
      path = path.then(crash);
      site = once.found;
      seed = ~seed;
    }
    if (site != null && failure == null) {
      examineFound(path, null, site, ~scenario.seed());
    }
    return result();
  }

  private CrashPoint none() {
    return new CrashPoint(scenario.seed(), List.of());
  }

  private Result result() {
    return new Result(operations, crashes, states, nested, failure);
  }

  /** The site after the lives before the run. */
  private Site begin() {
    Site site = Site.fresh(scenario, conditions);
    for (EarlierLife earlier : scenario.earlier()) {
      site = after(earlier, site);
    }
    return site;
  }

  private Site after(EarlierLife earlier, Site site) {
    Death death = new Death(earlier.fault().isPresent() ? Long.MAX_VALUE : earlier.operation());
    earlier.fault().ifPresent(fault -> site.disk().failAt(earlier.operation(), fault));
    site.disk().onOperation(death);
    Life life = new Life(scenario, site, scenario.seed() * 31 + earlier.operation(), conditions);
    try {
      life.start();
      life.runToEndUnless(death::died);
    } catch (SimulatedCrash | RuntimeException expected) {
      // This is how it was to end, or the fault has ended it.
    }
    long now = life.scheduler().currentTimeMillis();
    life.kill();
    return site.crash(earlier.profile(), scenario.seed(), now);
  }

  /** Runs a life under an observer, and looks at its output if it comes to its end. */
  private void run(Site site, long seed, RunObserver observer, CrashPoint path) {
    Life life = new Life(scenario, site, seed, conditions);
    observer.watch(life);
    try {
      life.start();
      life.runToEnd();
      String wrong = life.monitor().violation();
      if (wrong == null) {
        wrong = scenario.oracle().wrong(site::place, scenario.records()).orElse(null);
      }
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
    Site live = at.life().site();
    SimulatedDisk found = disk.crash(crash.profile(), crash.outcomeSeed(scenario.seed()));
    if (!seen.add(found.fingerprint() * 31 + live.world().acknowledged())) {
      return;
    }
    states++;
    CrashPoint point = at.path.then(crash);
    nested += point.crashes().size() > 1 ? 1 : 0;
    Site site =
        new Site(found, live.world().fork(), live.ledger().fork(), at.now() + Site.DOWN_MILLIS);
    boolean deeper =
        point.crashes().size() == 1 && depth.secondEvery() > 0 && states % depth.secondEvery() == 0;
    if (deeper) {
      run(site.fork(), ~scenario.seed(), new Everywhere(point, List.of()), point);
    }
    if (failure == null) {
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
    if (failure == null) {
      failure = new Failure(point, what);
    }
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
      if (failure != null || cancelled) {
        return;
      }
      boolean first = path.crashes().isEmpty();
      if (phase == Phase.AFTER) {
        operations++;
        if (first) {
          audit(operation, disk);
        }
      }
      for (CrashProfile profile : depth.profiles()) {
        for (int variation = 0; variation < outcomes(profile, first); variation++) {
          if (failure == null) {
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
        wrong = audit.everythingIsReplayable(disk);
      }
      wrong.ifPresent(life().monitor()::violated);
    }
  }

  /** Tries one crash. */
  private final class Once extends RunObserver {
    private final Crash crash;
    private final CrashPoint path;
    private Site found;

    Once(Crash crash, CrashPoint path, List<Disturbance> disturbances) {
      super(disturbances, path.crashes().isEmpty() ? depth.variations() : 1);
      this.crash = crash;
      this.path = path;
    }

    @Override
    void reached(StorageOperation operation, Phase phase, int cut, SimulatedDisk disk) {
      boolean due =
          operation.number() == crash.operation()
              && phase == crash.phase()
              && (phase != Phase.INSIDE || cut == crash.variation());
      if (due && found == null) {
        Site live = life().site();
        SimulatedDisk left = disk.crash(crash.profile(), crash.outcomeSeed(path.seed()));
        found = new Site(left, live.world().fork(), live.ledger().fork(), now() + Site.DOWN_MILLIS);
        throw new SimulatedCrash("the rest is of no interest");
      }
    }
  }
}
