package io.holdfast.source;

import io.holdfast.runtime.Scheduler;
import io.holdfast.wal.storage.Storage;

/** The engine, as a direct source sees it. Any thread. */
public interface DirectContext {
  /** Time and threads. */
  Scheduler scheduler();

  /** The storage behind a path or a URI, as sinks get theirs; the caller closes it. */
  Storage storage(String location);
}
