package io.holdfast.tools;

import io.holdfast.runtime.CompositionRoot;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** Time and threads of this process, for commands that watch real processes. */
@CompositionRoot("commands drive and watch real processes in real time")
public final class RealTime {
  private RealTime() {}

  /** Monotone nanoseconds. */
  public static long nanos() {
    return System.nanoTime();
  }

  /** Now, by the clock of this machine. */
  public static Instant now() {
    return Instant.now();
  }

  /** Waits. */
  public static void pause(Duration duration) {
    LockSupport.parkNanos(duration.toNanos());
  }

  /** Starts a thread that does not keep the process alive. */
  public static Thread daemon(String name, Runnable loop) {
    Thread thread = new Thread(loop, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Runs {@code cleanUp} when the process ends in any way but a kill. */
  public static void atExit(Runnable cleanUp) {
    Runtime.getRuntime().addShutdownHook(new Thread(cleanUp, "holdfast-clean-up"));
  }

  /**
   * Ends this process, without any clean-up, as soon as standard input ends: a parent that holds
   * the other end of it cannot leave this process behind, however the parent dies.
   */
  public static void endWithParent() {
    daemon(
        "holdfast-parent-watch",
        () -> {
          try {
            InputStream in = System.in;
            while (in.read() >= 0) {
              // only its end matters
            }
          } catch (IOException e) {
            // as good as its end
          }
          Runtime.getRuntime().halt(1);
        });
  }
}
