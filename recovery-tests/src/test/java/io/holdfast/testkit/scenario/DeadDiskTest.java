package io.holdfast.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import io.holdfast.testkit.bugs.FaultyStorage;
import io.holdfast.testkit.bugs.ForwardingAppender;
import io.holdfast.testkit.jobs.Scenarios;
import io.holdfast.testkit.jobs.WordCountJob;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import org.junit.jupiter.api.Test;

/** A disk that takes nothing any more: closing a file fails as well, as cutting it off does. */
class DeadDiskTest {
  private static final int FORCES = 20;

  @Test
  void jobEndsAndSaysWhy() {
    Scenario scenario = Scenarios.plain(new WordCountJob(), 16, 5);
    Conditions dying = new Dying();
    Life life = new Life(scenario, Site.fresh(scenario, dying), 5, dying);
    life.start();
    HoldfastException why = assertThrows(HoldfastException.class, life::runToEnd);
    life.kill();
    assertEquals(ExitCode.IO, why.exitCode());
    assertTrue(why.getMessage().contains("the disk is gone"), why.getMessage());
  }

  /** Every appender fails from a force on. */
  private static final class Dying implements Conditions {
    private int forces;

    @Override
    public Storage storage(Storage real) {
      return FaultyStorage.appending(real, path -> true, DyingAppender::new);
    }

    private final class DyingAppender extends ForwardingAppender {
      DyingAppender(Appender real) {
        super(real);
      }

      private void requireAlive() {
        if (forces >= FORCES) {
          throw new StorageException(location() + ": the disk is gone", null);
        }
      }

      @Override
      public void force() {
        requireAlive();
        forces++;
        super.force();
      }

      @Override
      public void close() {
        super.close();
        requireAlive();
      }
    }
  }
}
