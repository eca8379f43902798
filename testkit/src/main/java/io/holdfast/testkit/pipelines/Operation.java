package io.holdfast.testkit.pipelines;

import io.holdfast.stream.Pair;
import io.holdfast.stream.PairDStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * An operation of the API from pairs to pairs, as a job defines it and as it is computed on lists.
 * The two know nothing of each other; both see a second stream, which most do not use.
 */
public interface Operation {

  /**
   * What an operation is given besides its input.
   *
   * @param name for durable data
   * @param unit of time of the streams: how long lies between two batches in which they have rows
   */
  record Other(PairDStream<String, Long> stream, String name, Duration unit) {}

  /** Called in every batch, before anything is computed. */
  default void begin(Model model) {}

  /** How many units lie between two batches in which the result has rows. */
  default int slide() {
    return 1;
  }

  PairDStream<String, Long> define(PairDStream<String, Long> in, Other other);

  /** What it yields in a batch in which its result has rows; else the value is not looked at. */
  List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model);

  /** All that there are. */
  static List<Operation> all() {
    return Stream.<Operation[]>of(
            RowOperation.values(),
            KeyOperation.values(),
            StateOperation.values(),
            WindowOperation.values())
        .flatMap(Stream::of)
        .toList();
  }
}
