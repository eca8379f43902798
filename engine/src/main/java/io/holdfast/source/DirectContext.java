package io.holdfast.source;

import io.holdfast.runtime.Scheduler;
import io.holdfast.wal.storage.Storage;
import java.util.Map;

/** The engine, as a direct source sees it. Any thread. */
public interface DirectContext {
  /** Time and threads. */
  Scheduler scheduler();

  /** The storage behind a path or a URI, as sinks get theirs; the caller closes it. */
  Storage storage(String location);

  /**
   * Per partition, where the next range begins that was not offered yet: for a source that has to
   * know whether its partitions are still those of before. May hold partitions that are not this
   * source's.
   */
  Map<String, Long> offered();
}
