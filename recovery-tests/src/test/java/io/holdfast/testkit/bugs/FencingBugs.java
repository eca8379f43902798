package io.holdfast.testkit.bugs;

import io.holdfast.FencedException;
import io.holdfast.engine.Assembly;
import io.holdfast.testkit.jobs.CopyJob;
import io.holdfast.testkit.jobs.Scenarios;
import io.holdfast.testkit.jobs.WordCountJob;
import io.holdfast.wal.EpochClaim;
import io.holdfast.wal.Fence;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Faults in what keeps two drivers apart. */
final class FencingBugs {
  private FencingBugs() {}

  static List<SeededBug> all() {
    return List.of(
        bug("FORGET_THE_EPOCH_CHECK", "trusts the lock, and never looks for a newer epoch")
            .withTwoDrivers()
            .assembled(fencing(sound -> Fence.NONE)),
        bug("FENCE_ASKED_BEFORE_FORCE", "looks for a newer epoch before it forces, not after")
            .withTwoDrivers()
            .assembled(fencing(Earlier::new)),
        bug("FENCE_ASKED_NOW_AND_THEN", "looks for a newer epoch at every fourth force")
            .withTwoDrivers()
            .assembled(fencing(Seldom::new)),
        bug("EPOCH_REUSED", "takes the epoch of the driver before when its file is there")
            .stored(Reusing::new),
        bug("EPOCH_CLAIMED_LATE", "claims its epoch when it has read the logs, not before")
            .withTwoDrivers()
            .stored(ClaimingLate::new),
        bug("OUTPUT_EPOCHS_NOT_LOOKED_AT", "does not look whether a newer epoch has the output")
            .withTwoDrivers()
            .scenario(seed -> Scenarios.plain(new CopyJob(), SeededBug.LINES, seed))
            .stored(real -> new Blind(real, "/epochs")),
        bug("STAGED_PARTS_NOT_SWEPT", "leaves older drivers what they have staged")
            .withTwoDrivers()
            .stored(real -> new Blind(real, "/staging")),
        bug("OUTPUT_NOT_FENCED", "neither sweeps staged parts nor looks for a newer epoch")
            .withTwoDrivers()
            .stored(real -> new Blind(new Blind(real, "/epochs"), "/staging")));
  }

  private static SeededBug bug(String name, String mistake) {
    return SeededBug.of("fencing", name, mistake)
        .scenario(seed -> Scenarios.plain(new WordCountJob(), SeededBug.LINES, seed));
  }

  private static Supplier<Assembly> fencing(UnaryOperator<Fence> faulty) {
    return () ->
        new Assembly() {
          @Override
          public Fence fence(EpochClaim claim) {
            return faulty.apply(claim);
          }
        };
  }

  /**
   * Says what was true when it was asked the last time: before the force that it is asked after.
   */
  private static final class Earlier implements Fence {
    private final Fence sound;
    private FencedException before;

    Earlier(Fence sound) {
      this.sound = sound;
    }

    @Override
    public void check() {
      if (before != null) {
        throw before;
      }
      try {
        sound.check();
      } catch (FencedException e) {
        before = e;
      }
    }
  }

  private static final class Seldom implements Fence {
    private static final int EVERY = 4;
    private final Fence sound;
    private int asked;

    Seldom(Fence sound) {
      this.sound = sound;
    }

    @Override
    public void check() {
      if (asked++ % EVERY == 0) {
        sound.check();
      }
    }
  }

  private static final class Reusing extends FaultyStorage {
    Reusing(Storage real) {
      super(real);
    }

    @Override
    public List<FileStatus> list(String directory) {
      return directory.equals("app/epochs") ? List.of() : super.list(directory);
    }

    @Override
    public Appender createExclusive(String path) {
      if (path.startsWith("app/epochs/")) {
        delete(path);
      }
      return super.createExclusive(path);
    }
  }

  /** Makes the files of epochs when the first segment is made. */
  private static final class ClaimingLate extends FaultyStorage {
    private final List<String> waiting = new ArrayList<>();

    ClaimingLate(Storage real) {
      super(real);
    }

    @Override
    public Appender createExclusive(String path) {
      if (path.startsWith("app/epochs/") && !exists(path)) {
        waiting.add(path);
        return super.createExclusive(
            "app/claim-" + waiting.size() + "-" + path.hashCode() + ".tmp");
      }
      return super.createExclusive(path);
    }

    @Override
    public Appender createExclusive(String path, long expectedBytes) {
      waiting.forEach(epoch -> super.createExclusive(epoch).close());
      waiting.clear();
      return super.createExclusive(path, expectedBytes);
    }
  }

  /** Does not see what lies in a directory of an output. */
  private static final class Blind extends FaultyStorage {
    private final String directory;

    Blind(Storage real, String directory) {
      super(real);
      this.directory = directory;
    }

    @Override
    public List<FileStatus> list(String path) {
      return path.startsWith("out/") && path.endsWith(directory) ? List.of() : super.list(path);
    }
  }
}
