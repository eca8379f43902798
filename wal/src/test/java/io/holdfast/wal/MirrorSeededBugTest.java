package io.holdfast.wal;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.holdfast.wal.MirroredLogLife.Promises;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.mirrored.QuietMirror;
import io.holdfast.wal.storage.mirrored.WatchedForces;
import io.holdfast.wal.storage.simulated.Fault;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Deliberate faults of a mirror. Each is found by the crashes, and without it they find nothing.
 */
final class MirrorSeededBugTest {
  private static final long FAILS_AT = 60;
  private static final int STATES = 15;
  private static final int SEEDS = 5;

  private QuietMirror quiet;

  @BeforeEach
  void silence() {
    quiet = new QuietMirror();
  }

  @AfterEach
  void speak() {
    quiet.close();
  }

  enum Bug {
    NONE,
    /** Acknowledged when the first side is durable. */
    SECOND_SIDE_IS_NOT_FORCED {
      @Override
      Storage second(Storage real) {
        return new WatchedForces(real) {
          @Override
          protected boolean forces(String path) {
            return !path.startsWith("journal");
          }
        };
      }
    },
    /** A file's name is durable on the first side only. */
    SECOND_SIDE_HAS_NO_NAMES {
      @Override
      Storage second(Storage real) {
        return new WatchedForces(real) {
          @Override
          public void forceDirectory(String directory) {
            if (!directory.startsWith("journal")) {
              super.forceDirectory(directory);
            }
          }
        };
      }
    },
    MARKER_IS_NOT_FORCED {
      @Override
      Storage first(Storage real) {
        return new WatchedForces(real) {
          @Override
          protected boolean forces(String path) {
            return !path.startsWith("mirror");
          }
        };
      }
    },
    NAME_OF_MARKER_IS_NOT_FORCED {
      @Override
      Storage first(Storage real) {
        return new WatchedForces(real) {
          @Override
          public void forceDirectory(String directory) {
            if (!directory.equals("mirror")) {
              super.forceDirectory(directory);
            }
          }
        };
      }
    },
    /** The marker gets its name when two more groups of records were acknowledged. */
    ALONE_IS_SAID_AFTER_THE_ACKNOWLEDGEMENT {
      @Override
      Storage second(Storage real) {
        return new LateMarker(real);
      }

      @Override
      boolean firstFails() {
        return true;
      }
    },
    /** The newest generation is overlooked, so the side that was away counts as whole. */
    STALE_SIDE_IS_TRUSTED {
      @Override
      Storage secondAtRestart(Storage real) {
        return new WatchedForces(real) {
          @Override
          public List<FileStatus> list(String directory) {
            return super.list(directory).stream()
                .filter(file -> !file.name().equals("generation-3"))
                .toList();
          }
        };
      }

      @Override
      boolean firstFails() {
        return true;
      }
    };

    boolean firstFails() {
      return false;
    }

    Storage first(Storage real) {
      return real;
    }

    Storage second(Storage real) {
      return real;
    }

    Storage secondAtRestart(Storage real) {
      return real;
    }
  }

  private static final class LateMarker extends WatchedForces {
    private final List<Runnable> late = new ArrayList<>();
    private int forces;

    LateMarker(Storage real) {
      super(real);
    }

    @Override
    public void publish(String from, String to) {
      if (to.equals("mirror/generation-3")) {
        late.add(() -> super.publish(from, to));
        late.add(() -> super.forceDirectory("mirror"));
      } else {
        super.publish(from, to);
      }
    }

    @Override
    protected void forced(String path) {
      if (path.startsWith("journal") && !late.isEmpty() && ++forces > 2) {
        late.forEach(Runnable::run);
        late.clear();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Bug.class)
  void isFound(Bug bug) {
    AssertionError found = null;
    int seeds = bug == Bug.NONE ? 2 : SEEDS;
    for (long seed = 1; seed <= seeds && found == null; seed++) {
      found = search(bug, seed);
    }
    if (bug == Bug.NONE) {
      assertNull(found);
    } else {
      assertNotNull(found, () -> bug + " was not found");
      System.out.println(bug + " found: " + found.getMessage());
    }
  }

  private static AssertionError search(Bug bug, long seed) {
    MirroredLogLife life =
        new MirroredLogLife(
                new SimulatedDisk(), new SimulatedDisk(), new Promises(), MirroredLogLife.GO_ON)
            .around(bug::first, bug::second);
    long failsAt = FAILS_AT + 3 * seed;
    SimulatedDisk failing = bug.firstFails() ? life.first : life.second;
    failing.failWhen(
        operation -> operation.kind() == Kind.FORCE && operation.number() >= failsAt,
        Fault.IO_ERROR);
    MirrorCrashes crashes =
        new MirrorCrashes(
            seed,
            STATES,
            1,
            (promises, first, second, thorough) -> {
              boolean failed = failing.operations() > failsAt;
              MirrorJudge judge =
                  failed
                      ? new MirrorJudge(promises, bug::secondAtRestart)
                      : new MirrorJudge(promises);
              if (promises.acknowledged > 0 && !failed) {
                judge.oneIsTrusted(null, second.fork());
              }
              judge.bothComeBack(first, second);
            });
    crashes.watch(life);
    try {
      boolean unused = life.run(1, 9);
      return null;
    } catch (AssertionError e) {
      return e;
    }
  }
}
