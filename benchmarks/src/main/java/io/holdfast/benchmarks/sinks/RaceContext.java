package io.holdfast.benchmarks.sinks;

import io.holdfast.runtime.Scheduler.Cancellable;
import io.holdfast.sink.SinkContext;
import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.Storages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/**
 * An application of one output, without an engine.
 *
 * @param directory for what the output remembers
 */
public record RaceContext(String output, Path directory, UUID applicationId)
    implements SinkContext {
  @Override
  public String application() {
    return "sink-race";
  }

  @Override
  public long epoch() {
    return 1;
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.EXACTLY_ONCE;
  }

  @Override
  public Storage storage(String location) {
    return Storages.open(location);
  }

  @Override
  public Storage notes() {
    return Storages.open(directory.resolve("notes-" + output).toString());
  }

  /** Nothing happens by itself here. */
  @Override
  public Cancellable later(Duration delay, Runnable task) {
    return () -> {};
  }
}
