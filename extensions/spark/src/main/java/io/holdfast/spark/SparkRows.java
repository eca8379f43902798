package io.holdfast.spark;

import io.holdfast.backend.NarrowOp;
import io.holdfast.backend.NarrowOp.Keeps;
import io.holdfast.backend.Step;
import io.holdfast.backend.feed.Feed;
import io.holdfast.backend.feed.Layout;
import io.holdfast.stream.function.MapPartitionsFunction;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/**
 * Rows in the partitions of an RDD, of which each has one element: a feed, walked in the task that
 * made it. So a row runs through all operations of a task in one pass, and Spark sees partitions
 * only.
 *
 * @param count how many partitions there are
 * @param layout how rows lie in them
 */
record SparkRows<T>(JavaRDD<Feed<T>> feeds, int count, Layout layout) {

  <O> SparkRows<O> fused(NarrowOp<T, O> op, Step step) {
    return new SparkRows<>(feeds.map(new Fuse<>(op, step)), count, layout.behind(op.keeps()));
  }

  <O> SparkRows<O> byPartition(MapPartitionsFunction<T, O> function, Step step) {
    return new SparkRows<>(
        feeds.map(new ByPartition<>(function, step)), count, layout.behind(Keeps.NOTHING));
  }

  /** The same rows in at most so many partitions; those that were asked for stay as they are. */
  SparkRows<T> coalesced(int most) {
    if (count <= most || layout.isAtLeast(Layout.FIXED)) {
      return this;
    }
    JavaRDD<Feed<T>> fewer = feeds.coalesce(most).mapPartitions(new Rows.Together<>());
    return new SparkRows<>(fewer, most, Layout.FREE);
  }

  /** The same rows in exactly so many partitions, some of them empty if there are not enough. */
  SparkRows<T> spread(JavaSparkContext spark, int exactly) {
    if (count == exactly) {
      return new SparkRows<>(feeds, count, layout.behind(Keeps.NOTHING));
    }
    if (count > exactly) {
      JavaRDD<Feed<T>> fewer = feeds.coalesce(exactly).mapPartitions(new Rows.Together<>());
      return new SparkRows<>(fewer, exactly, layout.behind(Keeps.NOTHING));
    }
    JavaRDD<Feed<T>> none =
        spark.parallelize(List.<Feed<T>>of(), exactly - count).mapPartitions(new Rows.Together<>());
    return new SparkRows<>(feeds.union(none), exactly, layout.behind(Keeps.NOTHING));
  }

  /** The rows of two, of which each lies by its keys. */
  SparkRows<T> and(SparkRows<T> other) {
    return new SparkRows<>(
        feeds.zipPartitions(other.feeds, new Rows.Both<>()), count, Layout.PLACED);
  }

  private record Fuse<I, O>(NarrowOp<I, O> op, Step step) implements Function<Feed<I>, Feed<O>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Feed<O> call(Feed<I> feed) {
      return feed.fused(op, step);
    }
  }

  private record ByPartition<I, O>(MapPartitionsFunction<I, O> function, Step step)
      implements Function<Feed<I>, Feed<O>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Feed<O> call(Feed<I> feed) {
      return feed.byPartition(function, step);
    }
  }
}
