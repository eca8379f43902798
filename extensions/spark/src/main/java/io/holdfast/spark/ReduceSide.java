package io.holdfast.spark;

import io.holdfast.backend.feed.CoGroupFeed;
import io.holdfast.backend.feed.Feed;
import io.holdfast.stream.Grouped;
import io.holdfast.stream.Pair;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.FlatMapFunction2;
import org.apache.spark.api.java.function.Function;
import scala.Tuple2;

/** What tasks do behind a shuffle. */
final class ReduceSide {
  private ReduceSide() {}

  /** What all tasks have for the keys of one partition. */
  record Merge<K, V, C>(MapSide.Combine<K, V, C> combine)
      implements FlatMapFunction<Iterator<Tuple2<Integer, byte[]>>, Map<K, C>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<Map<K, C>> call(Iterator<Tuple2<Integer, byte[]>> arrived) {
      return RemoteFailure.guard(
          () -> {
            Wire wire = ExecutorSide.of(combine.job()).wire();
            List<List<Map<K, C>>> maps = new ArrayList<>();
            Chunk.ordered(arrived).forEach(chunk -> maps.add(List.of(map(wire, chunk))));
            return List.of(combine.shuffle().merged(maps, 0)).iterator();
          });
    }

    @SuppressWarnings("unchecked") // as the task before has sent them
    private Map<K, C> map(Wire wire, ByteBuffer chunk) {
      Map<K, C> map = new HashMap<>();
      Object[] key = new Object[1];
      wire.decode(
          chunk,
          next -> {
            if (key[0] == null) {
              key[0] = next;
            } else {
              map.put((K) key[0], (C) next);
              key[0] = null;
            }
          });
      return map;
    }
  }

  /** Rows that lie in the partition of their key already. */
  record Gather<K, V, C>(MapSide.Combine<K, V, C> combine)
      implements Function<Feed<Pair<K, V>>, Map<K, C>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Map<K, C> call(Feed<Pair<K, V>> feed) {
      return RemoteFailure.guard(() -> combine.shuffle().gathered(feed));
    }
  }

  /** Keys with what their values have become. */
  record Entries<K, C>() implements Function<Map<K, C>, Feed<Pair<K, C>>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Feed<Pair<K, C>> call(Map<K, C> map) {
      return out -> map.forEach((key, value) -> out.accept(new Pair<>(key, value)));
    }
  }

  /** The keys of both sides. */
  record CoGroup<K, V, W>()
      implements FlatMapFunction2<
          Iterator<Map<K, List<V>>>, Iterator<Map<K, List<W>>>, Feed<Pair<K, Grouped<V, W>>>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<Feed<Pair<K, Grouped<V, W>>>> call(
        Iterator<Map<K, List<V>>> left, Iterator<Map<K, List<W>>> right) {
      Feed<Pair<K, Grouped<V, W>>> both = new CoGroupFeed<>(left.next(), right.next());
      return List.of(both).iterator();
    }
  }

  /** Rows that were distributed. */
  record Arrived<T>(SentJob job)
      implements FlatMapFunction<Iterator<Tuple2<Integer, byte[]>>, Feed<T>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<Feed<T>> call(Iterator<Tuple2<Integer, byte[]>> arrived) {
      List<ByteBuffer> chunks = Chunk.ordered(arrived);
      Feed<T> feed = Rows.feed(job, chunks);
      return List.of(feed).iterator();
    }
  }
}
