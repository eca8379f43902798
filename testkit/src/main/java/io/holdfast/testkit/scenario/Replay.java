package io.holdfast.testkit.scenario;

import io.holdfast.testkit.fault.Crash;
import io.holdfast.testkit.fault.Crash.Phase;
import io.holdfast.testkit.fault.CrashPoint;
import io.holdfast.testkit.fault.Death;
import io.holdfast.testkit.fault.Disturbance;
import io.holdfast.testkit.fault.EarlierLife;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedCrash;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.util.List;
import java.util.Optional;

/** Runs the lives of a scenario again, up to crashes that are known. One thread. */
final class Replay {
  private final Scenario scenario;
  private final Conditions conditions;
  private final int cuts;

  /**
   * A replay.
   *
   * @param cuts inside an operation, as in the exploration
   */
  Replay(Scenario scenario, Conditions conditions, int cuts) {
    this.scenario = scenario;
    this.conditions = conditions;
    this.cuts = cuts;
  }

  /** The site after the lives before the run. */
  Site begin() {
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

  /**
   * Runs through all lives that die.
   *
   * @param witness is shown each of them
   * @return what the last one leaves; empty if a life has ended before it came to its crash
   */
  Optional<Site> through(CrashPoint point, Witness witness) {
    Optional<Site> site = Optional.of(begin());
    long seed = scenario.seed();
    for (int i = 0; i < point.crashes().size() && site.isPresent(); i++) {
      Life life = new Life(scenario, site.get(), seed, conditions);
      witness.born(life);
      site = left(life, point.crashes().get(i), i == 0, witness);
      seed = ~scenario.seed();
    }
    return site;
  }

  private Optional<Site> left(Life life, Crash crash, boolean first, Witness witness) {
    Once once =
        new Once(crash, first ? scenario.disturbances() : List.of(), first ? cuts : 1, witness);
    once.watch(life);
    try {
      life.start();
      life.runToEnd();
    } catch (SimulatedCrash | RuntimeException ended) {
      // At the crash, or earlier by itself: then nothing was found.
    } finally {
      life.kill();
      life.site().disk().onOperation(new OperationObserver() {});
    }
    return Optional.ofNullable(once.found);
  }

  /** Is shown the lives of a replay. */
  interface Witness {
    /** Before it starts. */
    default void born(Life life) {}

    /** It dies now. */
    default void crashed(Life life, Crash crash, StorageOperation operation) {}
  }

  /** Ends a life at one crash. */
  private final class Once extends RunObserver {
    private final Crash crash;
    private final Witness witness;
    private Site found;

    Once(Crash crash, List<Disturbance> disturbances, int cuts, Witness witness) {
      super(disturbances, cuts);
      this.crash = crash;
      this.witness = witness;
    }

    @Override
    void reached(StorageOperation operation, Phase phase, int cut, SimulatedDisk disk) {
      boolean due =
          operation.number() == crash.operation()
              && phase == crash.phase()
              && (phase != Phase.INSIDE || cut == crash.variation());
      if (due && found == null) {
        witness.crashed(life(), crash, operation);
        found = leave(disk, crash, scenario.seed());
        throw new SimulatedCrash("the rest is of no interest");
      }
    }
  }
}
