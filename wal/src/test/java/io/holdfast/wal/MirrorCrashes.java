package io.holdfast.wal;

import io.holdfast.wal.MirroredLogLife.Promises;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Crashes both disks of a running mirror before each operation, several times, lets a judge look at
 * what is found, and lets the run go on.
 */
final class MirrorCrashes {
  private static final CrashProfile[] PROFILES = CrashProfile.values();

  private final SplittableRandom random;
  private final int statesPerOperation;
  private final int depth;
  private final Verdict verdict;
  private final Set<Long> judged = new HashSet<>();
  private long states;
  private long operations;

  /** Holds what is found against what was promised. */
  @FunctionalInterface
  interface Verdict {
    /**
     * Fails by throwing.
     *
     * @param thorough now and then: what takes longer is looked at as well
     */
    void on(Promises promises, SimulatedDisk first, SimulatedDisk second, boolean thorough);
  }

  MirrorCrashes(long seed, int statesPerOperation, int depth, Verdict verdict) {
    this.random = new SplittableRandom(seed);
    this.statesPerOperation = statesPerOperation;
    this.depth = depth;
    this.verdict = verdict;
  }

  void watch(MirroredLogLife life) {
    life.beforeEachOperation(() -> explore(life));
  }

  private void explore(MirroredLogLife life) {
    operations++;
    for (int i = 0; i < statesPerOperation; i++) {
      CrashProfile one = PROFILES[i % PROFILES.length];
      CrashProfile other = random.nextInt(3) > 0 ? one : PROFILES[random.nextInt(PROFILES.length)];
      long seed = random.nextLong();
      SimulatedDisk first = life.first.crash(one, seed);
      SimulatedDisk second = life.second.crash(other, ~seed);
      states++;
      if (judged.add(
          Objects.hash(first.fingerprint(), second.fingerprint())
              ^ life.promises.hashCode() * (1L << Integer.SIZE))) {
        judge(life.promises, first, second, one + ", " + other + ", seed " + seed);
      }
    }
  }

  private void judge(Promises promises, SimulatedDisk first, SimulatedDisk second, String crash) {
    try {
      verdict.on(promises.copy(), first, second, judged.size() % depth == 0);
    } catch (RuntimeException | AssertionError e) {
      // An error that nobody between here and the test handles.
      throw new AssertionError(
          "crash before operation " + operations + ", " + crash + ": " + e.getMessage(), e);
    }
  }

  long states() {
    return states;
  }

  @Override
  public String toString() {
    return operations + " operations, " + states + " crash states, " + judged.size() + " distinct";
  }
}
