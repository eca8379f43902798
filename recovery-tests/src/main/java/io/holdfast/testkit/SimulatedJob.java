package io.holdfast.testkit;

import io.holdfast.source.ReceiverSource;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.wal.storage.Storage;
import java.util.List;

/** A job under test, and what its output must be. */
public interface SimulatedJob {

  /** Where {@link #define} lets its sink write; a name that the simulated storage knows. */
  String OUTPUT_LOCATION = "/out";

  String application();

  /** Settings of the job beyond the defaults of the simulation. */
  default void configure(StreamingConfig.Builder config) {}

  /** Defines the job on a context; the same definition that runs outside the simulation. */
  void define(StreamingContext context, ReceiverSource<String> lines);

  /**
   * Compares what the job has written with what it should have written for the first {@code count}
   * of these lines.
   *
   * @return what is wrong, in words; null if the output is exact
   */
  String check(Storage output, List<String> lines);
}
