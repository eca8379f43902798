package io.holdfast.testkit.contract;

import io.holdfast.stream.BatchTime;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A batch as the kit makes it up.
 *
 * @param partitions the texts of the rows; a partition may be empty
 */
record Batch(int number, BatchTime time, List<List<String>> partitions) {
  private static final long FIRST_MILLIS = 1_700_000_000_000L;
  private static final long INTERVAL_MILLIS = 1_000;

  /** A batch whose partitions have so many rows, each with a key that no other row has. */
  static Batch of(String output, int number, int... rowsOfPartitions) {
    List<List<String>> partitions =
        IntStream.range(0, rowsOfPartitions.length)
            .mapToObj(
                partition ->
                    IntStream.range(0, rowsOfPartitions[partition])
                        .mapToObj(row -> output + "." + number + "-" + partition + "-" + row)
                        .map(key -> key + "=" + number)
                        .toList())
            .toList();
    return new Batch(number, time(number), partitions);
  }

  /** A batch of one row. */
  static Batch ofRow(int number, String text) {
    return new Batch(number, time(number), List.of(List.of(text)));
  }

  private static BatchTime time(int number) {
    return new BatchTime(FIRST_MILLIS + number * INTERVAL_MILLIS);
  }

  /** A job of four batches: two partitions, one, none, and two with an empty one between them. */
  static List<Batch> job(String output) {
    return List.of(of(output, 1, 2, 1), of(output, 2, 1), of(output, 3), of(output, 4, 1, 0, 2));
  }

  static List<String> rows(List<Batch> batches) {
    return batches.stream().flatMap(batch -> batch.rows().stream()).toList();
  }

  List<String> rows() {
    return partitions.stream().flatMap(List::stream).toList();
  }

  boolean isEmpty() {
    return rows().isEmpty();
  }

  @Override
  public String toString() {
    return "batch " + number;
  }
}
