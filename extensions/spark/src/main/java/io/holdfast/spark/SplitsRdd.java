package io.holdfast.spark;

import io.holdfast.backend.SentSplit;
import io.holdfast.backend.feed.Feed;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.util.CollectionAccumulator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** The input of a batch: tasks read blocks where they lie. One feed in each partition. */
final class SplitsRdd<T> extends RDD<Feed<T>> {
  private static final long serialVersionUID = 1L;

  private final transient List<SplitsPartition<T>> groups;
  private final SentJob job;
  private final CollectionAccumulator<Serializable> notes;

  private SplitsRdd(
      SparkContext spark,
      List<SplitsPartition<T>> groups,
      SentJob job,
      CollectionAccumulator<Serializable> notes) {
    super(
        spark,
        CollectionConverters.asScala(new ArrayList<Dependency<?>>()).toSeq(),
        Tags.of(Feed.class));
    this.groups = groups;
    this.job = job;
    this.notes = notes;
  }

  static <T> JavaRDD<Feed<T>> of(
      SparkContext spark,
      List<SplitsPartition<T>> groups,
      SentJob job,
      CollectionAccumulator<Serializable> notes) {
    return new JavaRDD<>(new SplitsRdd<>(spark, groups, job, notes), Tags.of(Feed.class));
  }

  @Override
  public Partition[] getPartitions() {
    return groups.toArray(Partition[]::new);
  }

  @Override
  @SuppressWarnings("unchecked") // partitions are those that this has made
  public Seq<String> getPreferredLocations(Partition split) {
    return CollectionConverters.asScala(((SplitsPartition<T>) split).hosts()).toSeq();
  }

  @Override
  @SuppressWarnings("unchecked") // partitions are those that this has made
  public scala.collection.Iterator<Feed<T>> compute(Partition split, TaskContext context) {
    TaskSide task = new TaskSide(ExecutorSide.of(job), notes);
    List<Feed<T>> feeds = new ArrayList<>();
    for (SentSplit<T> each : ((SplitsPartition<T>) split).splits()) {
      feeds.add(out -> each.forEach(task, out));
    }
    Iterator<Feed<T>> one = List.of(Feed.of(feeds)).iterator();
    return CollectionConverters.asScala(one);
  }
}
