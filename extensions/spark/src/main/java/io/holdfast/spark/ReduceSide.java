package io.holdfast.spark;

import io.holdfast.backend.feed.CoGroupFeed;
import io.holdfast.backend.feed.Combined;
import io.holdfast.backend.feed.Feed;
import io.holdfast.backend.feed.Shuffle;
import io.holdfast.stream.Grouped;
import io.holdfast.stream.Pair;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.FlatMapFunction2;
import org.apache.spark.api.java.function.Function;
import scala.Tuple2;

/** What tasks do behind a shuffle. */
final class ReduceSide {
  private ReduceSide() {}

  /** What all tasks have for the keys of one partition. */
  record Merge<K, V, C>(MapSide.Combine<K, V, C> combine)
      implements FlatMapFunction<Iterator<Tuple2<Integer, byte[]>>, Combined<K, C>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<Combined<K, C>> call(Iterator<Tuple2<Integer, byte[]>> arrived) {
      return RemoteFailure.guard(
          () -> {
            Wire wire = ExecutorSide.of(combine.job()).wire();
            InTurn<K, V, C> merging = new InTurn<>(combine.shuffle().merging());
            Chunk.ordered(arrived).forEach(chunk -> wire.decode(chunk, merging));
            return List.of(merging.shuffled.merged()).iterator();
          });
    }
  }

  /** Takes keys and values in turn, as the task before has sent them. */
  private static final class InTurn<K, V, C> implements Consumer<Object> {
    private final Shuffle<K, V, C>.Merging shuffled;
    private Object key;

    InTurn(Shuffle<K, V, C>.Merging shuffled) {
      this.shuffled = shuffled;
    }

    @Override
    @SuppressWarnings("unchecked") // as the task before has sent them
    public void accept(Object next) {
      if (key == null) {
        key = next;
      } else {
        shuffled.add((K) key, (C) next);
        key = null;
      }
    }
  }

  /** Rows that lie in the partition of their key already. */
  record Gather<K, V, C>(MapSide.Combine<K, V, C> combine)
      implements Function<Feed<Pair<K, V>>, Combined<K, C>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Combined<K, C> call(Feed<Pair<K, V>> feed) {
      return RemoteFailure.guard(() -> combine.shuffle().gathered(feed));
    }
  }

  /** Keys with what their values have become. */
  record Entries<K, C>() implements Function<Combined<K, C>, Feed<Pair<K, C>>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Feed<Pair<K, C>> call(Combined<K, C> table) {
      return out -> table.forEach((key, value) -> out.accept(new Pair<>(key, value)));
    }
  }

  /** The keys of both sides. */
  record CoGroup<K, V, W>()
      implements FlatMapFunction2<
          Iterator<Combined<K, List<V>>>,
          Iterator<Combined<K, List<W>>>,
          Feed<Pair<K, Grouped<V, W>>>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<Feed<Pair<K, Grouped<V, W>>>> call(
        Iterator<Combined<K, List<V>>> left, Iterator<Combined<K, List<W>>> right) {
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
