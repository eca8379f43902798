package io.holdfast.spark;

import io.holdfast.backend.StateOp;
import io.holdfast.backend.Step;
import io.holdfast.backend.feed.Feed;
import io.holdfast.engine.cluster.PartitionRequest;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The partitions of a state, each updated where it is wanted. A task is sent the request for its
 * own partition and no other.
 */
final class StatesRdd<I, O> extends RDD<StateOutcome<O>> {
  private static final long serialVersionUID = 1L;

  private final RDD<Feed<I>> parent;
  private final Update<I, O> update;
  private final transient List<PartitionRequest> requests;
  private final transient IntFunction<String> places;

  /** What is done with each partition. */
  record Update<I, O>(SentJob job, StateOp<I, O> op, boolean emits, Step step)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  private record Requested(Partition parent, PartitionRequest request) implements Partition {
    private static final long serialVersionUID = 1L;

    @Override
    public int index() {
      return parent.index();
    }
  }

  private StatesRdd(
      RDD<Feed<I>> parent,
      Update<I, O> update,
      List<PartitionRequest> requests,
      IntFunction<String> places) {
    super(parent, Tags.of(StateOutcome.class));
    this.parent = parent;
    this.update = update;
    this.requests = requests;
    this.places = places;
  }

  /**
   * The outcomes of an update.
   *
   * @param requests one for each partition
   * @param places of partitions as Spark names them, asked anew for each job; null where it is all
   *     the same
   */
  static <I, O> JavaRDD<StateOutcome<O>> of(
      JavaRDD<Feed<I>> arrived,
      Update<I, O> update,
      List<PartitionRequest> requests,
      IntFunction<String> places) {
    return new JavaRDD<>(
        new StatesRdd<>(arrived.rdd(), update, requests, places), Tags.of(StateOutcome.class));
  }

  @Override
  public Partition[] getPartitions() {
    return Arrays.stream(parent.partitions())
        .map(partition -> new Requested(partition, requests.get(partition.index())))
        .toArray(Partition[]::new);
  }

  @Override
  public Seq<String> getPreferredLocations(Partition split) {
    String place = places.apply(split.index());
    return CollectionConverters.asScala(place == null ? List.<String>of() : List.of(place)).toSeq();
  }

  @Override
  public Iterator<StateOutcome<O>> compute(Partition split, TaskContext context) {
    Requested requested = (Requested) split;
    return RemoteFailure.guard(
        () -> {
          Feed<I> arrived =
              Chunk.only(CollectionConverters.asJava(parent.iterator(requested.parent(), context)));
          StateOutcome<O> outcome =
              ExecutorSide.of(update.job())
                  .states()
                  .update(requested.request(), update.op(), update.emits(), update.step(), arrived);
          return CollectionConverters.asScala(List.of(outcome).iterator());
        });
  }
}
