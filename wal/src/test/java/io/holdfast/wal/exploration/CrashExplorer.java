package io.holdfast.wal.exploration;

import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.util.function.IntFunction;

/**
 * Lives random lives of a log and, before each of their operations and at some places inside, tries
 * many of the crashes that could happen there. Of the recoveries that follow some are crashed in
 * the same way. Nothing is tried twice; what is counted are different contents of a disk, in lives
 * whose disks cannot be equal because their logs have different identities. One thread.
 */
final class CrashExplorer {
  private static final CrashProfile[] LOCAL = {
    CrashProfile.KILL,
    CrashProfile.LOSE_ALL,
    CrashProfile.EXT4_ORDERED,
    CrashProfile.EXT4_ORDERED,
    CrashProfile.EXT4_ORDERED,
    CrashProfile.XFS,
    CrashProfile.XFS,
    CrashProfile.XFS,
    CrashProfile.XFS,
    CrashProfile.ADVERSARIAL,
    CrashProfile.ADVERSARIAL,
    CrashProfile.ADVERSARIAL,
    CrashProfile.ADVERSARIAL,
    CrashProfile.ADVERSARIAL,
    CrashProfile.ADVERSARIAL,
    CrashProfile.ADVERSARIAL,
    CrashProfile.ADVERSARIAL
  };
  private static final CrashProfile[] HDFS = {
    CrashProfile.KILL,
    CrashProfile.LOSE_ALL,
    CrashProfile.HDFS,
    CrashProfile.HDFS,
    CrashProfile.HDFS,
    CrashProfile.HDFS
  };
  private static final int CUTS = 3;
  private static final int GIVE_UP_AFTER = 3;
  private static final long GAMMA = 0x9e3779b97f4a7c15L;

  private final Subject subject;
  private final int depth;
  private final long deeperMask;
  private final CrashPath only;
  private final LongSet contents = new LongSet();
  private final LongSet tried = new LongSet();
  private long states;
  private long recoveries;
  private long deeper;
  private Failure failure;

  /** A broken promise and the way to it. */
  record Failure(CrashPath path, String what) {
    @Override
    public String toString() {
      return what + "\n  repeat it with -Dholdfast.log.crash=" + path;
    }
  }

  /**
   * @param depth how many crashes may follow each other
   * @param deeperEvery of so many recoveries one is crashed itself; a power of two
   */
  CrashExplorer(Subject subject, int depth, int deeperEvery) {
    this(subject, depth, deeperEvery, null);
  }

  private CrashExplorer(Subject subject, int depth, int deeperEvery, CrashPath only) {
    this.subject = subject;
    this.depth = depth;
    this.deeperMask = deeperEvery - 1L;
    this.only = only;
  }

  /** Tries one crash again. */
  static Failure repeat(Subject subject, CrashPath path) {
    CrashExplorer explorer = new CrashExplorer(subject, path.steps().size(), 1, path);
    explorer.explore(path.seed());
    return explorer.failure;
  }

  /** Explores the life of this seed, up to the first failure; null if there is none. */
  Failure explore(long seed) {
    contents.clear();
    tried.clear();
    CrashPath path = CrashPath.of(seed);
    Life life = new Life(subject, seed);
    life.watch(new Points(path, life, 0));
    try {
      life.run();
    } catch (RuntimeException e) {
      fail(path, e);
    }
    return failure;
  }

  /** Different disks that were recovered. */
  long states() {
    return states;
  }

  long recoveries() {
    return recoveries;
  }

  /** Recoveries that were crashed themselves. */
  long deeper() {
    return deeper;
  }

  private void fail(CrashPath path, RuntimeException error) {
    if (failure == null) {
      boolean known = error instanceof Violation;
      failure = new Failure(path, known ? error.getMessage() : error.toString());
    }
  }

  /** The points of one run, of a life or of a recovery, at which crashes are tried. */
  private final class Points implements Life.Watcher {
    private final CrashPath path;
    private final Situation situation;
    private final int level;
    private SimulatedDisk disk;
    private int number;

    Points(CrashPath path, Situation situation, int level) {
      this.path = path;
      this.situation = situation;
      this.level = level;
    }

    @Override
    public void on(SimulatedDisk current) {
      disk = current;
    }

    @Override
    public void before(StorageOperation operation) {
      tryAll(disk, false);
    }

    @Override
    public void inside(StorageOperation operation, IntFunction<SimulatedDisk> cut) {
      boolean renaming = operation.kind() == StorageOperation.Kind.PUBLISH;
      int cuts = renaming ? (situation.hdfs() ? 0 : 1) : Math.min(CUTS, operation.parts() - 1);
      for (int i = 0; i < cuts && failure == null; i++) {
        if (only != null && !leadsThrough(number)) {
          number++;
          continue;
        }
        long choice = mix(path.seed() + number * GAMMA);
        int parts = 1 + (int) Long.remainderUnsigned(choice, operation.parts() - 1L);
        tryAll(cut.apply(parts), true);
      }
    }

    @Override
    public void end() {
      tryAll(disk, false);
    }

    private boolean leadsThrough(int point) {
      return level < only.steps().size() && only.steps().get(level).point() == point;
    }

    private void tryAll(SimulatedDisk now, boolean cut) {
      int point = number++;
      if (only != null && !leadsThrough(point)) {
        return;
      }
      CrashProfile[] outcomes = situation.hdfs() ? HDFS : LOCAL;
      CrashProfile profile = null;
      int inVain = 0;
      for (int i = 0; i < outcomes.length && failure == null; i += cut && i > 0 ? 3 : 1) {
        inVain = outcomes[i] == profile ? inVain : 0;
        profile = outcomes[i];
        if (only == null ? inVain < GIVE_UP_AFTER : only.leadsThrough(level, point, i)) {
          long outcome = mix(path.seed() ^ mix(point * 64L + i + ((long) level << 32)));
          inVain += examine(now.crash(profile, outcome), profile, point, i) ? 0 : 1;
        }
      }
    }

    /** Whether this crash had not been tried before. */
    private boolean examine(SimulatedDisk found, CrashProfile profile, int point, int outcome) {
      long content = found.fingerprint();
      boolean fresh = contents.add(content);
      int promised = situation.promises().acknowledged();
      long key = mix(content + promised * 2L + (profile == CrashProfile.KILL ? 1 : 0));
      if (!tried.add(key) && only == null) {
        return false;
      }
      recoveries++;
      boolean further = level + 1 < depth && (key & deeperMask) == 0;
      Recovery recovery = new Recovery(subject, situation, found);
      CrashPath here = further || only != null ? path.with(point, outcome) : null;
      Points points = null;
      if (further) {
        deeper++;
        points = new Points(here, recovery, level + 1);
        points.on(found);
      }
      try {
        subject.prepare(found);
        recovery.run(points);
        states += fresh && recovery.logThere() ? 1 : 0;
        if (points != null) {
          points.end();
        }
      } catch (RuntimeException e) {
        fail(path.with(point, outcome), e);
      }
      return true;
    }
  }

  static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
