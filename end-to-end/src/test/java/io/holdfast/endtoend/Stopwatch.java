package io.holdfast.endtoend;

import io.holdfast.runtime.CompositionRoot;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Real time. */
@CompositionRoot("measures and waits for real processes")
final class Stopwatch {
  private Stopwatch() {}

  static long nanos() {
    return System.nanoTime();
  }

  static void pause(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }

  /** Starts a thread that ends with the process. */
  static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
