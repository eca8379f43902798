package io.holdfast.tools.inspect;

import io.holdfast.tools.RealTime;
import io.holdfast.tools.StatusLine;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Says on standard error what is being read, when that takes longer than a second. */
final class Progress implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final StatusLine status = StatusLine.onStandardError();
  private volatile String current = "";
  private final Thread watch;
  private volatile boolean closed;

  Progress() {
    watch = RealTime.daemon("holdfast-progress", this::show);
  }

  void at(String what) {
    current = what;
  }

  private void show() {
    for (long seconds = 1; ; seconds++) {
      RealTime.pause(EVERY);
      if (closed) {
        return;
      }
      status.show("reading " + current + ", " + seconds + " s");
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watch);
    status.clear();
  }
}
