package io.holdfast.spark;

import io.holdfast.backend.feed.Feed;
import io.holdfast.checkpoint.placed.PartitionPart;
import io.holdfast.stream.Pair;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.Function;

/** What is made of the outcome of an update. */
final class StateTasks {
  private StateTasks() {}

  /** The rows that it yields. */
  record Yielded<O>() implements Function<StateOutcome<O>, Feed<O>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Feed<O> call(StateOutcome<O> outcome) {
      return outcome.rows()::forEach;
    }
  }

  /** All keys with their values behind the batch. */
  record Entries<O, K, S>() implements Function<StateOutcome<O>, Feed<Pair<K, S>>> {
    private static final long serialVersionUID = 1L;

    @Override
    @SuppressWarnings("unchecked") // DStream has given the types of the state's operation
    public Feed<Pair<K, S>> call(StateOutcome<O> outcome) {
      return out ->
          outcome.changes().forEach((key, value) -> out.accept(new Pair<>((K) key, (S) value)));
    }
  }

  /**
   * Tells the driver what was written, and where the partition is in memory now.
   *
   * @param place as Spark names the place of an executor
   */
  record Written(List<PartitionPart> parts, String place) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** What was written. */
  record Parts<O>() implements Function<StateOutcome<O>, byte[]> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] call(StateOutcome<O> outcome) {
      String place = Executors.here();
      return RemoteFailure.guard(
          () -> JavaBytes.of(new Written(new ArrayList<>(outcome.parts()), place)));
    }
  }
}
