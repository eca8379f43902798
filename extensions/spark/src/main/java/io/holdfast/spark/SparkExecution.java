package io.holdfast.spark;

import static org.apache.spark.storage.StorageLevel.DISK_ONLY;
import static org.apache.spark.storage.StorageLevel.MEMORY_AND_DISK;
import static org.apache.spark.storage.StorageLevel.MEMORY_ONLY;

import io.holdfast.ConfigurationException;
import io.holdfast.backend.Aggregation;
import io.holdfast.backend.ExecutionBackend;
import io.holdfast.backend.InputSplit;
import io.holdfast.backend.PartitionTask;
import io.holdfast.backend.PlainTask;
import io.holdfast.backend.Rdd;
import io.holdfast.backend.Rdd.AggregatedRdd;
import io.holdfast.backend.Rdd.CoGroupedRdd;
import io.holdfast.backend.Rdd.KeptRdd;
import io.holdfast.backend.Rdd.KnownRdd;
import io.holdfast.backend.Rdd.NarrowRdd;
import io.holdfast.backend.Rdd.PartitionedRdd;
import io.holdfast.backend.Rdd.PartitionsRdd;
import io.holdfast.backend.Rdd.RepartitionedRdd;
import io.holdfast.backend.Rdd.SourceRdd;
import io.holdfast.backend.Rdd.StateRowsRdd;
import io.holdfast.backend.Rdd.StatefulRdd;
import io.holdfast.backend.Rdd.UnionRdd;
import io.holdfast.backend.SentSplit;
import io.holdfast.backend.SentTask;
import io.holdfast.backend.Step;
import io.holdfast.backend.feed.AloneOp;
import io.holdfast.backend.feed.Combined;
import io.holdfast.backend.feed.Feed;
import io.holdfast.backend.feed.Layout;
import io.holdfast.backend.feed.Placement;
import io.holdfast.engine.cluster.PlacedStates;
import io.holdfast.engine.cluster.SentObject;
import io.holdfast.stream.Grouped;
import io.holdfast.stream.Pair;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.CollectionAccumulator;

/**
 * One batch on a cluster: the tree of {@link Rdd}s as a lineage of Spark's, and a job of Spark's
 * for each state and output. What has to bring rows together is a shuffle of Spark's, of which
 * Spark keeps the files for the outputs that come later. Called from the driver only.
 */
final class SparkExecution implements ExecutionBackend.Execution {
  private final SparkRun run;
  private final JavaSparkContext spark;
  private final SentJob job;
  private final CollectionAccumulator<Serializable> notes;
  private final SparkStates states;
  private final List<InputSplit<?>> splits = new ArrayList<>();
  private final List<JavaRDD<?>> kept = new ArrayList<>();
  private final IdentityHashMap<Rdd<?>, SparkRows<?>> known = new IdentityHashMap<>();

  SparkExecution(SparkRun run, PlacedStates.Batch batch) {
    this.run = run;
    this.states = new SparkStates(run, batch, this::rows);
    this.spark = run.spark();
    this.job = run.job();
    this.notes = spark.sc().collectionAccumulator("holdfast notes");
  }

  @Override
  @SuppressWarnings("unchecked") // the result of that task is the number of its partition
  public <T, R> CompletableFuture<List<R>> run(Rdd<T> rdd, PartitionTask<T, R> task) {
    if (task == PlainTask.COMPUTE && rdd instanceof StatefulRdd<?, ?> stateful) {
      return (CompletableFuture<List<R>>) (CompletableFuture<?>) states.compute(stateful);
    }
    SparkRows<T> rows = rows(rdd).coalesced(run.tasks());
    return task.elsewhere()
        .map(sent -> onExecutors(rows, sent))
        .orElseGet(() -> onDriver(rows, task))
        .whenComplete((results, error) -> tellNotes());
  }

  @SuppressWarnings("unchecked") // what the task has returned
  private <T, R> CompletableFuture<List<R>> onExecutors(SparkRows<T> rows, SentTask<T, R> task) {
    SentObject<SentTask<T, R>> sent = SentObject.of(task, run.registrations());
    JavaRDD<byte[]> results =
        rows.feeds().mapPartitionsWithIndex(new RunTask<>(job, sent, notes), true);
    return run.collect(results)
        .thenApply(all -> all.stream().map(result -> (R) JavaBytes.read(result)).toList());
  }

  /** For a task that cannot be sent: the rows come to it. */
  private <T, R> CompletableFuture<List<R>> onDriver(SparkRows<T> rows, PartitionTask<T, R> task) {
    JavaRDD<byte[]> encoded =
        rows.feeds().mapPartitionsWithIndex(new Rows.Collect<>(job, SparkRun.TO_DRIVER), true);
    return run.collect(encoded).thenApplyAsync(all -> run.each(all, task), run.workers());
  }

  private void tellNotes() {
    if (!splits.isEmpty()) {
      notes.value().forEach(note -> splits.get(0).noted(note));
    }
  }

  @Override
  public void leave() {
    kept.forEach(rdd -> rdd.unpersist(false));
  }

  @SuppressWarnings("unchecked") // stored under the Rdd that has its type
  private <T> SparkRows<T> rows(Rdd<T> rdd) {
    SparkRows<?> rows = known.get(rdd);
    if (rows == null) {
      rows = translated(rdd);
      known.put(rdd, rows);
    }
    return (SparkRows<T>) rows;
  }

  private SparkRows<?> translated(Rdd<?> rdd) {
    if (rdd instanceof SourceRdd<?> source) {
      return source(source);
    } else if (rdd instanceof KnownRdd<?> here) {
      return known(here);
    } else if (rdd instanceof NarrowRdd<?, ?> narrow) {
      return fuse(narrow);
    } else if (rdd instanceof PartitionsRdd<?, ?> partitions) {
      return byPartition(partitions);
    } else if (rdd instanceof UnionRdd<?> union) {
      return union(union);
    } else if (rdd instanceof AggregatedRdd<?, ?, ?> aggregated) {
      return aggregate(aggregated);
    } else if (rdd instanceof CoGroupedRdd<?, ?, ?> cogrouped) {
      return cogroup(cogrouped);
    } else if (rdd instanceof RepartitionedRdd<?> repartitioned) {
      return repartition(repartitioned);
    } else if (rdd instanceof PartitionedRdd<?, ?> partitioned) {
      return partition(partitioned);
    } else if (rdd instanceof KeptRdd<?> keeping) {
      return keep(keeping);
    } else if (rdd instanceof StatefulRdd<?, ?> stateful) {
      return states.update(stateful);
    } else {
      return states.rows((StateRowsRdd<?, ?>) rdd);
    }
  }

  private <T> SparkRows<T> source(SourceRdd<T> rdd) {
    List<SentSplit<T>> sent = new ArrayList<>();
    for (InputSplit<T> split : rdd.splits()) {
      sent.add(
          split
              .elsewhere()
              .orElseThrow(
                  () ->
                      new ConfigurationException(
                          "An input of the job can be read by the driver only, and its batches run"
                              + " on a cluster. Use another source, or the local backend.")));
      splits.add(split);
    }
    List<SplitsPartition<T>> groups = run.groups().of(sent, run.tasks());
    return new SparkRows<>(
        SplitsRdd.of(spark.sc(), groups, job, notes), groups.size(), Layout.FREE);
  }

  private <T> SparkRows<T> known(KnownRdd<T> rdd) {
    byte[] rows = run.wire().encode(rdd.rows(), Rdd.TRANSFORM);
    JavaRDD<Feed<T>> feeds = spark.parallelize(List.of(rows), 1).map(new Rows.Known<>(job));
    return new SparkRows<>(feeds, 1, Layout.FREE);
  }

  private <I, O> SparkRows<O> fuse(NarrowRdd<I, O> rdd) {
    return rows(rdd.parent()).fused(rdd.op(), rdd.step());
  }

  /** A function that is to see a partition sees what one task reads, not one small block. */
  private <I, O> SparkRows<O> byPartition(PartitionsRdd<I, O> rdd) {
    return rows(rdd.parent()).coalesced(run.tasks()).byPartition(rdd.function(), rdd.step());
  }

  /** The rows of a key stay together if they lie by their keys everywhere. */
  private <T> SparkRows<T> union(UnionRdd<T> rdd) {
    List<SparkRows<T>> parents = rdd.parents().stream().map(this::rows).toList();
    if (parents.stream().allMatch(rows -> rows.layout().isAtLeast(Layout.PLACED))) {
      return parents.stream().reduce(SparkRows::and).orElseThrow();
    }
    JavaRDD<Feed<T>> all = parents.get(0).feeds();
    int count = parents.get(0).count();
    for (SparkRows<T> next : parents.subList(1, parents.size())) {
      all = all.union(next.feeds());
      count += next.count();
    }
    return new SparkRows<>(all, count, Layout.FREE);
  }

  private <K, V, C> SparkRows<Pair<K, C>> aggregate(AggregatedRdd<K, V, C> rdd) {
    SparkRows<Pair<K, V>> data = rows(rdd.parent());
    if (data.layout() == Layout.SINGLE) {
      return data.fused(new AloneOp<>(rdd.aggregation()), rdd.step());
    }
    JavaRDD<Feed<Pair<K, C>>> feeds =
        shuffled(data, rdd.aggregation(), rdd.step()).map(new ReduceSide.Entries<>());
    return new SparkRows<>(feeds, job.partitions(), Layout.SINGLE);
  }

  private <K, V, W> SparkRows<Pair<K, Grouped<V, W>>> cogroup(CoGroupedRdd<K, V, W> rdd) {
    JavaRDD<Combined<K, List<V>>> left =
        shuffled(rows(rdd.left()), new Aggregation.Grouping<V>(), rdd.step());
    JavaRDD<Combined<K, List<W>>> right =
        shuffled(rows(rdd.right()), new Aggregation.Grouping<W>(), rdd.step());
    return new SparkRows<>(
        left.zipPartitions(right, new ReduceSide.CoGroup<>()), job.partitions(), Layout.SINGLE);
  }

  /** The values of each key together, a table for each partition of the states. */
  private <K, V, C> JavaRDD<Combined<K, C>> shuffled(
      SparkRows<Pair<K, V>> data, Aggregation<V, C> aggregation, Step step) {
    MapSide.Combine<K, V, C> combine = new MapSide.Combine<>(job, aggregation, step);
    if (data.layout().isAtLeast(Layout.PLACED)) {
      return data.feeds().map(new ReduceSide.Gather<>(combine));
    }
    return moved(data.coalesced(run.tasks()).feeds().mapPartitionsToPair(combine), job.partitions())
        .mapPartitions(new ReduceSide.Merge<>(combine));
  }

  /** Each task gives its rows to the targets in turn, beginning with another one each. */
  private <T> SparkRows<T> repartition(RepartitionedRdd<T> rdd) {
    MapSide.Distribute<T> distribute =
        new MapSide.Distribute<>(job, rdd.partitions(), SparkRun.REPARTITION);
    return arrived(
        rows(rdd.parent()).coalesced(run.tasks()).feeds().mapPartitionsToPair(distribute),
        rdd.partitions());
  }

  private <K, V> SparkRows<Pair<K, V>> partition(PartitionedRdd<K, V> rdd) {
    Placement<K, V> placement = new Placement<>(rdd.partitioner(), rdd.partitions(), rdd.step());
    return arrived(
        rows(rdd.parent())
            .coalesced(run.tasks())
            .feeds()
            .mapPartitionsToPair(new MapSide.Place<>(job, placement)),
        rdd.partitions());
  }

  private <T> SparkRows<T> arrived(JavaPairRDD<Integer, byte[]> sent, int partitions) {
    JavaRDD<Feed<T>> feeds = moved(sent, partitions).mapPartitions(new ReduceSide.Arrived<>(job));
    return new SparkRows<>(feeds, partitions, Layout.FIXED);
  }

  private static JavaPairRDD<Integer, byte[]> moved(
      JavaPairRDD<Integer, byte[]> sent, int partitions) {
    return sent.partitionBy(new TargetPartitioner(partitions));
  }

  private <T> SparkRows<T> keep(KeptRdd<T> rdd) {
    SparkRows<T> data = rows(rdd.parent()).coalesced(run.tasks());
    JavaRDD<Feed<T>> feeds =
        data.feeds()
            .map(new Rows.Keep<T>(job, rdd.step()))
            .persist(
                switch (rdd.level()) {
                  case MEMORY -> MEMORY_ONLY();
                  case DISK -> DISK_ONLY();
                  default -> MEMORY_AND_DISK();
                });
    kept.add(feeds);
    return new SparkRows<>(feeds, data.count(), data.layout());
  }
}
