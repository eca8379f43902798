package io.holdfast.sink;

import io.holdfast.runtime.Scheduler.Cancellable;
import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.Storage;
import java.time.Duration;
import java.util.UUID;

/** What a sink is given when a driver opens it. */
public interface SinkContext {
  String application();

  /** Unique id of the application's directory; stamped on what the sink writes. */
  UUID applicationId();

  String output();

  long epoch();

  Guarantee guarantee();

  /** The storage at a place named by the user: a local path or a URI. Closed by the sink. */
  Storage storage(String location);

  /**
   * A place in the application's directory for what this output has to remember itself: that it was
   * opened before, or what was decided in a two-phase commit. Nobody else writes there. Closed by
   * the sink.
   */
  Storage notes();

  /**
   * Runs a task once, not before a delay has passed, where this output commits: so it never runs at
   * the same time as {@link SinkSession#commit}. What it throws ends the job. It may still come
   * when the session is closed, and has to do nothing then.
   */
  Cancellable later(Duration delay, Runnable task);
}
