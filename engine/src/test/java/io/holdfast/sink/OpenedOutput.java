package io.holdfast.sink;

import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.Storage;

/** An output as the engine opens it, for tests of sinks in other packages. */
public final class OpenedOutput {
  private OpenedOutput() {}

  /** The first driver of the output {@code counts}. */
  public static <T> SinkSession<T> of(BatchSink<T> sink, Storage storage) {
    return sink.open(
        new SinkLife.Context(
            "word-count",
            SinkLife.APPLICATION,
            SinkLife.OUTPUT,
            1,
            Guarantee.EXACTLY_ONCE,
            storage));
  }
}
