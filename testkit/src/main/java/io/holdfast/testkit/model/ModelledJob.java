package io.holdfast.testkit.model;

import io.holdfast.stream.StreamingJob;
import io.holdfast.wal.storage.Storage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A job, and its model: what its output must be, computed without an engine. */
public interface ModelledJob extends StreamingJob {

  /** The streams that it reads, each of lines of text. */
  List<String> streams();

  /**
   * Whether it ends as a batch job does: with windows and time-outs that are still to come when its
   * input is at its end.
   */
  default boolean drains() {
    return false;
  }

  /**
   * Compares what the job has written with what it should have written for these records.
   *
   * @param places the storage behind a location that the job's outputs name
   * @param records all that was sent, by stream
   * @return what is wrong, in words; empty if the output is exact
   */
  Optional<String> wrong(Function<String, Storage> places, Map<String, List<String>> records);
}
