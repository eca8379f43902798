package io.holdfast.checkpoint.state;

import io.holdfast.wal.LogMetrics;
import java.util.concurrent.CompletableFuture;

/**
 * A named state as the driver that owns it knows it, and the log that its versions are durable in.
 * Used from the driver's executor.
 */
public interface StateLog extends AutoCloseable {
  /** The batch behind which it is like this; 0 before the first. */
  long version();

  /** How many keys have a value. */
  long keys();

  /** Whether any pane is left that a window has to let go some time. */
  boolean holdsPanes();

  /** When the key was touched that was not touched for longest; {@link KeyedState#UNTOUCHED}. */
  long oldestTouchMillis();

  /** The log's position that a checkpoint vouches for. */
  long durableLsn();

  /** The lowest LSN from which {@code version}, or any later one, can be loaded. */
  long neededFromLsn(long version);

  /** Deletes segments that hold nothing from {@code lsn} on; the caller has journaled it. */
  int release(long lsn);

  /** What the log has done since it was opened. */
  LogMetrics metrics();

  /** Writes out what is under way and ends the log on purpose. */
  CompletableFuture<Void> seal();

  @Override
  void close();
}
