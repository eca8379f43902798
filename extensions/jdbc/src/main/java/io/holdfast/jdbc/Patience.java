package io.holdfast.jdbc;

import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import io.holdfast.runtime.CompositionRoot;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks again until there is an answer, for a while. In real time: a database is not simulated, and
 * nothing else of the driver runs while its outputs are opened.
 *
 * @param nanos the time
 * @param pause waits for so many milliseconds
 * @param waits how long the database itself may keep one waiting
 */
record Patience(LongSupplier nanos, LongConsumer pause, Waits waits) {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final long SHORTEST_PAUSE = 50;
  private static final long LONGEST_PAUSE = 1000;
  private static final long BETWEEN_WARNINGS = Duration.ofSeconds(10).toNanos();

  /**
   * What one attempt waits for.
   *
   * @param look how long a start waits for a lock before it is looked at who holds it
   * @param lock how long a commit waits for a lock at most
   * @param connection how long a commit waits for a connection
   */
  record Waits(Duration look, Duration lock, Duration connection) {
    static final Waits LIVE =
        new Waits(Duration.ofMillis(400), Duration.ofSeconds(10), Duration.ofSeconds(5));
  }

  Patience(LongSupplier nanos, LongConsumer pause) {
    this(nanos, pause, Waits.LIVE);
  }

  /** Waits in real time. */
  @CompositionRoot("a database is waited for in real time")
  static Patience real() {
    return new Patience(System::nanoTime, Patience::sleep);
  }

  @CompositionRoot("a database is waited for in real time")
  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HoldfastException(
          ExitCode.IO, "Interrupted while waiting for a database. Start the job again.", e);
    }
  }

  /**
   * Tries until it works.
   *
   * @param most gives up after so long
   * @param what is waited for, for messages
   * @throws HoldfastException if it took too long
   */
  <V> V ask(Duration most, String what, Attempt<V> attempt) {
    long start = nanos.getAsLong();
    long warned = start - BETWEEN_WARNINGS;
    long delay = SHORTEST_PAUSE;
    while (true) {
      try {
        return attempt.run();
      } catch (NotYetException e) {
        long now = nanos.getAsLong();
        if (now - start >= most.toNanos()) {
          throw new HoldfastException(
              ExitCode.IO,
              Character.toUpperCase(what.charAt(0))
                  + what.substring(1)
                  + " could not be had within "
                  + most.toSeconds()
                  + " s: "
                  + e.getMessage()
                  + ". Start the job again when it can (or give the sink more patience); nothing"
                  + " was changed, all received data is kept.",
              e.getCause());
        }
        if (now - warned >= BETWEEN_WARNINGS) {
          warned = now;
          LOG.warn("Waiting for {}: {}", what, e.getMessage());
        }
        pause.accept(delay);
        delay = Math.min(LONGEST_PAUSE, delay * 2);
      }
    }
  }

  /** One try. */
  @FunctionalInterface
  interface Attempt<V> {
    V run() throws NotYetException;
  }

  /** It may work later. */
  static final class NotYetException extends Exception {
    private static final long serialVersionUID = 1L;

    NotYetException(String reason, SQLException cause) {
      super(reason, cause);
    }
  }
}
