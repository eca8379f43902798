package io.holdfast.spark;

import io.holdfast.backend.feed.Feed;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** The same partitions, to be computed where each is wanted. */
final class LocatedRdd<T> extends RDD<Feed<T>> {
  private static final long serialVersionUID = 1L;

  private final RDD<Feed<T>> parent;
  private final transient IntFunction<String> places;

  private LocatedRdd(RDD<Feed<T>> parent, IntFunction<String> places) {
    super(parent, Tags.of(Feed.class));
    this.parent = parent;
    this.places = places;
  }

  /**
   * Partitions at places.
   *
   * @param places of partitions as Spark names them, asked anew for each job; null where it is all
   *     the same
   */
  static <T> JavaRDD<Feed<T>> of(JavaRDD<Feed<T>> feeds, IntFunction<String> places) {
    return new JavaRDD<>(new LocatedRdd<>(feeds.rdd(), places), Tags.of(Feed.class));
  }

  @Override
  public Partition[] getPartitions() {
    return parent.partitions();
  }

  @Override
  public Seq<String> getPreferredLocations(Partition split) {
    String place = places.apply(split.index());
    return CollectionConverters.asScala(place == null ? List.<String>of() : List.of(place)).toSeq();
  }

  @Override
  public scala.collection.Iterator<Feed<T>> compute(Partition split, TaskContext context) {
    return parent.iterator(split, context);
  }
}
