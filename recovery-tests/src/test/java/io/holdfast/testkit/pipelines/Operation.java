package io.holdfast.testkit.pipelines;

import io.holdfast.stream.Pair;
import io.holdfast.stream.PairDStream;
import java.util.List;
import java.util.stream.Stream;

/**
 * An operation of the API from pairs to pairs, as a job defines it and as it is computed on lists.
 * The two know nothing of each other; both see a second stream, which most do not use.
 */
interface Operation {

  /**
   * What an operation is given besides its input.
   *
   * @param name for durable data
   */
  record Other(PairDStream<String, Long> stream, String name) {}

  PairDStream<String, Long> define(PairDStream<String, Long> in, Other other);

  List<Pair<String, Long>> compute(List<Pair<String, Long>> in, Model model);

  /** All that there are. */
  static List<Operation> all() {
    return Stream.<Operation[]>of(
            RowOperation.values(), KeyOperation.values(), StateOperation.values())
        .flatMap(Stream::of)
        .toList();
  }
}
