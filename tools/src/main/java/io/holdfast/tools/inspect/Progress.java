package io.holdfast.tools.inspect;

import io.holdfast.inspection.ReadGauge;
import io.holdfast.inspection.Text;
import io.holdfast.tools.RealTime;
import io.holdfast.tools.StatusLine;
import io.holdfast.wal.storage.Storage;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Says on standard error what is being read, how far that is and how fast, when it takes longer
 * than a second.
 */
final class Progress implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private final StatusLine status = StatusLine.onStandardError();
  private final ReadGauge gauge;
  private final String place;
  private final Thread watch;
  private volatile String current = "";
  private volatile boolean closed;

  /**
   * Progress in reading.
   *
   * @param place a file or directory in the storage, which is read by and by
   */
  Progress(Storage storage, String place) {
    this.gauge = new ReadGauge(storage);
    this.place = place;
    watch = RealTime.daemon("holdfast-progress", this::show);
  }

  /** Progress in what is read of several storages: what, and for how long. */
  Progress() {
    this.gauge = null;
    this.place = "";
    watch = RealTime.daemon("holdfast-progress", this::show);
  }

  /** The same storage; what is read of it is counted. */
  Storage storage() {
    return gauge;
  }

  void at(String what) {
    current = what;
  }

  private void show() {
    RealTime.pause(EVERY);
    if (closed) {
      return;
    }
    long all = gauge == null ? 0 : ReadGauge.lengthBytes(gauge, place);
    for (long seconds = 1; !closed; seconds++) {
      status.show(
          gauge == null
              ? "reading " + current + ", " + seconds + " s"
              : line(current, gauge.readBytes(), all, seconds));
      RealTime.pause(EVERY);
    }
  }

  static String line(String what, long read, long all, long seconds) {
    long percent = all == 0 ? 100 : Math.min(100, 100 * read / all);
    return String.format(
        Locale.ROOT,
        "reading %s%s of %s (%d %%), %s/s, %d s",
        what.isEmpty() ? "" : what + ", ",
        Text.bytes(read),
        Text.bytes(all),
        percent,
        Text.bytes(read / seconds),
        seconds);
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watch);
    status.clear();
  }
}
