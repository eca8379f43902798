package io.holdfast.wal.exploration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.Fault;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every operation of many lives fails once in every way, or takes long. The log then says that it
 * does not know, takes nothing more, and the next start finds all that was acknowledged, also when
 * the machine fails right behind the fault.
 *
 * <p>{@code -Dholdfast.log.lives} says how many lives, {@code -Dholdfast.log.seed} with which to
 * begin; {@code -Dholdfast.log.fault=seed:operation} repeats one.
 */
final class LogFaultTest {
  private static final int LIVES = Integer.getInteger("holdfast.log.lives", 40);
  private static final long FIRST_SEED = Long.getLong("holdfast.log.seed", 1);
  private static final Duration LONG = Duration.ofHours(1);
  private static final int WATCHED_AFTERWARDS = 4;

  /** What happens to an operation. */
  enum Trouble {
    IO_ERROR(Fault.IO_ERROR),
    SHORT_WRITE(Fault.IO_ERROR_AFTER_SHORT_WRITE),
    NO_SPACE(Fault.NO_SPACE),
    NO_SPACE_FOR_ALL(Fault.NO_SPACE_AFTER_SHORT_WRITE),
    INTERRUPT(Fault.INTERRUPT),
    LATENCY(null);

    private final Fault fault;

    Trouble(Fault fault) {
      this.fault = fault;
    }
  }

  @ParameterizedTest
  @EnumSource(Trouble.class)
  @Timeout(value = 1, unit = TimeUnit.DAYS)
  void atEveryOperation(Trouble trouble) throws Exception {
    String only = System.getProperty("holdfast.log.fault");
    if (only != null) {
      String[] parts = only.split(":", -1);
      live(Subject.SOUND, trouble, Long.parseLong(parts[0]), Long.parseLong(parts[1]));
      return;
    }
    List<Long> counts =
        Parallel.run(
            "log-faults",
            thread -> {
              long faults = 0;
              for (long seed = FIRST_SEED + thread;
                  seed < FIRST_SEED + LIVES;
                  seed += Parallel.COUNT) {
                long operation = 0;
                while (live(Subject.SOUND, trouble, seed, operation)) {
                  operation++;
                }
                faults += operation;
              }
              return faults;
            });
    long faults = counts.stream().mapToLong(Long::longValue).sum();
    System.out.printf(Locale.ROOT, "%s at %,d operations of %d lives%n", trouble, faults, LIVES);
    assertTrue(faults > 20L * LIVES, "the lives are too short");
  }

  @ParameterizedTest
  @CsvSource({
    "FAILED_FORCE_IGNORED, IO_ERROR",
    "FAILED_FORCE_RETRIED, IO_ERROR",
    "SHORT_WRITE_TAKEN_AS_WHOLE, SHORT_WRITE",
    "SHORT_WRITE_TAKEN_AS_WHOLE, NO_SPACE_FOR_ALL",
    "FAILED_FORCE_IGNORED, INTERRUPT",
    "ACKNOWLEDGED_BEFORE_FORCE, LATENCY"
  })
  void mistakeIsFound(SeededBug bug, Trouble trouble) {
    boolean found = false;
    for (long seed = 1; !found && seed <= LIVES; seed++) {
      try {
        for (long operation = 0; live(bug.subject(), trouble, seed, operation); operation++) {
          // Up to the last one.
        }
      } catch (Violation e) {
        found = true;
      }
    }
    assertTrue(found);
  }

  /** Whether the life has an operation of that number. */
  private static boolean live(Subject subject, Trouble trouble, long seed, long operation) {
    Life life = new Life(subject, seed);
    Striking striking = new Striking(subject, life, trouble, operation);
    life.watch(striking);
    try {
      life.run();
    } catch (RuntimeException e) {
      throw new Violation(
          trouble + ", repeat it with -Dholdfast.log.fault=" + seed + ":" + operation, e);
    }
    return striking.number > operation;
  }

  /** Lets one operation fail and tries crashes right behind it. */
  private static final class Striking implements Life.Watcher {
    private final Subject subject;
    private final Life life;
    private final Trouble trouble;
    private final long at;
    private SimulatedDisk disk;
    private long number;

    Striking(Subject subject, Life life, Trouble trouble, long at) {
      this.subject = subject;
      this.life = life;
      this.trouble = trouble;
      this.at = at;
    }

    @Override
    public void on(SimulatedDisk current) {
      disk = current;
    }

    @Override
    public void before(StorageOperation operation) {
      if (number == at) {
        strike(operation);
      }
      if (number > at && number <= at + WATCHED_AFTERWARDS) {
        crash();
      }
      number++;
    }

    private void strike(StorageOperation operation) {
      if (trouble == Trouble.LATENCY) {
        life.stall(LONG);
        crash();
      } else {
        life.fail(operation, trouble.fault);
      }
    }

    @Override
    public void end() {
      crash();
    }

    private void crash() {
      for (CrashProfile profile : CrashProfile.values()) {
        boolean hdfsOnly = profile == CrashProfile.HDFS;
        boolean localOnly = !hdfsOnly && profile != CrashProfile.KILL;
        if (life.hdfs() ? !localOnly : !hdfsOnly) {
          SimulatedDisk found = disk.crash(profile, CrashExplorer.mix(at * 64 + number));
          subject.prepare(found);
          new Recovery(subject, life, found).run(null);
        }
      }
    }
  }
}
