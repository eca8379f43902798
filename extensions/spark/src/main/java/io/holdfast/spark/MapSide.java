package io.holdfast.spark;

import io.holdfast.backend.Aggregation;
import io.holdfast.backend.Step;
import io.holdfast.backend.feed.Combined;
import io.holdfast.backend.feed.Feed;
import io.holdfast.backend.feed.Placement;
import io.holdfast.backend.feed.Shuffle;
import io.holdfast.checkpoint.state.KeyedState;
import io.holdfast.stream.Pair;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToIntFunction;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/** What tasks do before a shuffle. */
final class MapSide {
  private MapSide() {}

  /** The values of each key together as far as one task has them, by the partition of the key. */
  record Combine<K, V, C>(SentJob job, Aggregation<V, C> aggregation, Step step)
      implements PairFlatMapFunction<Iterator<Feed<Pair<K, V>>>, Integer, byte[]> {
    private static final long serialVersionUID = 1L;

    Shuffle<K, V, C> shuffle() {
      return new Shuffle<>(
          aggregation,
          step,
          job.partitions(),
          key -> KeyedState.partitionOf(key, job.partitions()));
    }

    @Override
    public Iterator<Tuple2<Integer, byte[]>> call(Iterator<Feed<Pair<K, V>>> feeds) {
      return RemoteFailure.guard(
          () -> {
            List<Combined<K, C>> targets = shuffle().combined(Chunk.only(feeds));
            List<List<Object>> rows = new ArrayList<>();
            for (Combined<K, C> target : targets) {
              List<Object> entries = new ArrayList<>(2 * target.size());
              target.forEach(
                  (key, value) -> {
                    entries.add(key);
                    entries.add(value);
                  });
              rows.add(entries);
            }
            return sent(job, rows, step);
          });
    }
  }

  /** Rows as they are, to partitions in turn. */
  record Distribute<T>(SentJob job, int partitions, Step step)
      implements PairFlatMapFunction<Iterator<Feed<T>>, Integer, byte[]> {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<Tuple2<Integer, byte[]>> call(Iterator<Feed<T>> feeds) {
      int[] next = {TaskContext.getPartitionId()};
      ToIntFunction<T> inTurn = row -> Math.floorMod(next[0]++, partitions);
      return RemoteFailure.guard(
          () -> sent(job, Shuffle.distributed(Chunk.only(feeds), partitions, inTurn), step));
    }
  }

  /** Rows as they are, where the user's partitioner says. */
  record Place<K, V>(SentJob job, Placement<K, V> placement)
      implements PairFlatMapFunction<Iterator<Feed<Pair<K, V>>>, Integer, byte[]> {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<Tuple2<Integer, byte[]>> call(Iterator<Feed<Pair<K, V>>> feeds) {
      return RemoteFailure.guard(
          () ->
              sent(
                  job,
                  Shuffle.distributed(Chunk.only(feeds), placement.partitions(), placement),
                  placement.step()));
    }
  }

  private static Iterator<Tuple2<Integer, byte[]>> sent(
      SentJob job, List<? extends List<?>> targets, Step step) {
    Wire wire = ExecutorSide.of(job).wire();
    List<Tuple2<Integer, byte[]>> sent = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      if (!targets.get(i).isEmpty()) {
        byte[] rows = wire.encode(targets.get(i), step);
        sent.add(new Tuple2<>(i, Chunk.of(TaskContext.getPartitionId(), rows)));
      }
    }
    return sent.iterator();
  }
}
