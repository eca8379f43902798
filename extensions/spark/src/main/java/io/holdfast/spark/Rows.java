package io.holdfast.spark;

import io.holdfast.backend.Step;
import io.holdfast.backend.feed.Feed;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.FlatMapFunction2;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;

/** What tasks do with the rows of one partition. */
final class Rows {
  private Rows() {}

  /** Encoded rows, decoded when they are walked. */
  @SuppressWarnings("unchecked") // as the task before has sent them
  static <T> Feed<T> feed(SentJob job, List<ByteBuffer> chunks) {
    Wire wire = ExecutorSide.of(job).wire();
    return out -> chunks.forEach(chunk -> wire.decode(chunk, row -> out.accept((T) row)));
  }

  /** Several feeds of one partition as one. */
  record Together<T>() implements FlatMapFunction<Iterator<Feed<T>>, Feed<T>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<Feed<T>> call(Iterator<Feed<T>> feeds) {
      List<Feed<T>> all = new ArrayList<>();
      feeds.forEachRemaining(all::add);
      return List.of(Feed.of(all)).iterator();
    }
  }

  /** The feeds of a partition of two. */
  record Both<T>() implements FlatMapFunction2<Iterator<Feed<T>>, Iterator<Feed<T>>, Feed<T>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<Feed<T>> call(Iterator<Feed<T>> left, Iterator<Feed<T>> right) {
      return List.of(Feed.of(List.of(left.next(), right.next()))).iterator();
    }
  }

  /** Rows that are kept for the rest of the batch, encoded, so that Spark may put them anywhere. */
  record Keep<T>(SentJob job, Step step) implements Function<Feed<T>, Feed<T>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Feed<T> call(Feed<T> feed) {
      return RemoteFailure.guard(() -> new Kept<>(job, encoded(job, feed, step)));
    }
  }

  /** The rows of a partition, encoded. */
  @SuppressWarnings("ArrayRecordComponent") // sent, never compared
  private record Kept<T>(SentJob job, byte[] rows) implements Feed<T>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public void into(Consumer<? super T> out) {
      Feed<T> feed = feed(job, List.of(ByteBuffer.wrap(rows)));
      feed.into(out);
    }
  }

  /** Rows that the driver knows. */
  record Known<T>(SentJob job) implements Function<byte[], Feed<T>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Feed<T> call(byte[] rows) {
      return new Kept<>(job, rows);
    }
  }

  /** Rows on their way to the driver. */
  record Collect<T>(SentJob job, Step step)
      implements Function2<Integer, Iterator<Feed<T>>, Iterator<byte[]>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<byte[]> call(Integer partition, Iterator<Feed<T>> feeds) {
      return RemoteFailure.guard(() -> List.of(encoded(job, Chunk.only(feeds), step)).iterator());
    }
  }

  private static <T> byte[] encoded(SentJob job, Feed<T> feed, Step step) {
    List<T> rows = new ArrayList<>();
    feed.into(rows::add);
    return ExecutorSide.of(job).wire().encode(rows, step);
  }
}
