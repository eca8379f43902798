package io.holdfast.backend.local;

import io.holdfast.backend.Aggregation;
import io.holdfast.backend.BatchStates;
import io.holdfast.backend.ExecutionBackend;
import io.holdfast.backend.PartitionTask;
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
import io.holdfast.backend.StateTask;
import io.holdfast.backend.Step;
import io.holdfast.backend.feed.AloneOp;
import io.holdfast.backend.feed.CoGroupFeed;
import io.holdfast.backend.feed.Combined;
import io.holdfast.backend.feed.Feed;
import io.holdfast.backend.feed.Layout;
import io.holdfast.backend.feed.Placement;
import io.holdfast.backend.feed.Shuffle;
import io.holdfast.backend.feed.StateFeed;
import io.holdfast.stream.Grouped;
import io.holdfast.stream.Pair;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * One batch. Operations on single rows are fused onto what they read; what brings rows together is
 * a stage of its own whose result is kept for the batch. Called from the driver only.
 */
final class LocalExecution implements ExecutionBackend.Execution {
  private final Stages stages;
  private final int parallelism;
  private final BatchStates states;
  private final Keeping keeping;
  private final IdentityHashMap<Rdd<?>, CompletableFuture<Dataset<?>>> shared =
      new IdentityHashMap<>();

  LocalExecution(Stages stages, int parallelism, BatchStates states, Keeping keeping) {
    this.stages = stages;
    this.parallelism = parallelism;
    this.states = states;
    this.keeping = keeping;
  }

  @Override
  public <T, R> CompletableFuture<List<R>> run(Rdd<T> rdd, PartitionTask<T, R> task) {
    return dataset(rdd).thenCompose(data -> eachPartition(data, task));
  }

  @Override
  public void leave() {
    keeping.leave();
  }

  private <T, R> CompletableFuture<List<R>> eachPartition(
      Dataset<T> data, PartitionTask<T, R> task) {
    List<Feed<T>> feeds = data.coalesced(parallelism).feeds();
    List<Supplier<R>> tasks = new ArrayList<>(feeds.size());
    for (int i = 0; i < feeds.size(); i++) {
      int partition = i;
      tasks.add(() -> task.run(partition, feeds.get(partition)::into));
    }
    return stages.run(tasks);
  }

  private <T> CompletableFuture<Dataset<T>> dataset(Rdd<T> rdd) {
    CompletableFuture<Dataset<?>> known = shared.get(rdd);
    if (known == null) {
      known = compute(rdd).thenApply(data -> data);
      shared.put(rdd, known);
    }
    return known.thenApply(LocalExecution::cast);
  }

  private CompletableFuture<? extends Dataset<?>> compute(Rdd<?> rdd) {
    if (rdd instanceof SourceRdd<?> source) {
      return CompletableFuture.completedFuture(source(source));
    } else if (rdd instanceof KnownRdd<?> known) {
      return CompletableFuture.completedFuture(Dataset.ofLists(List.of(known.rows()), Layout.FREE));
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
    } else if (rdd instanceof KeptRdd<?> kept) {
      return keep(kept);
    } else if (rdd instanceof StatefulRdd<?, ?> stateful) {
      return update(stateful);
    } else {
      return stateRows((StateRowsRdd<?, ?>) rdd);
    }
  }

  private static <T> Dataset<T> source(SourceRdd<T> rdd) {
    return new Dataset<>(rdd.splits().stream().<Feed<T>>map(SplitFeed::new).toList(), Layout.FREE);
  }

  private <I, O> CompletableFuture<Dataset<O>> fuse(NarrowRdd<I, O> rdd) {
    return dataset(rdd.parent()).thenApply(data -> data.fused(rdd.op(), rdd.step()));
  }

  /** A function that is to see a partition sees what one task reads, not one small block. */
  private <I, O> CompletableFuture<Dataset<O>> byPartition(PartitionsRdd<I, O> rdd) {
    return dataset(rdd.parent())
        .thenApply(data -> data.coalesced(parallelism).byPartition(rdd.function(), rdd.step()));
  }

  private <T> CompletableFuture<Dataset<T>> union(UnionRdd<T> rdd) {
    List<CompletableFuture<Dataset<T>>> parents =
        rdd.parents().stream().map(this::dataset).toList();
    return CompletableFuture.allOf(parents.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> Dataset.union(parents.stream().map(CompletableFuture::join).toList()));
  }

  private <K, V, C> CompletableFuture<Dataset<Pair<K, C>>> aggregate(AggregatedRdd<K, V, C> rdd) {
    return dataset(rdd.parent())
        .thenCompose(
            data ->
                data.layout() == Layout.SINGLE
                    ? CompletableFuture.completedFuture(
                        data.fused(new AloneOp<>(rdd.aggregation()), rdd.step()))
                    : shuffled(data, rdd.aggregation(), rdd.step())
                        .thenApply(tables -> new Dataset<>(rows(tables), Layout.SINGLE)));
  }

  private <K, V, W> CompletableFuture<Dataset<Pair<K, Grouped<V, W>>>> cogroup(
      CoGroupedRdd<K, V, W> rdd) {
    CompletableFuture<List<Combined<K, List<V>>>> left =
        dataset(rdd.left())
            .thenCompose(data -> shuffled(data, new Aggregation.Grouping<V>(), rdd.step()));
    CompletableFuture<List<Combined<K, List<W>>>> right =
        dataset(rdd.right())
            .thenCompose(data -> shuffled(data, new Aggregation.Grouping<W>(), rdd.step()));
    return left.thenCombine(
        right,
        (lefts, rights) -> {
          List<Feed<Pair<K, Grouped<V, W>>>> feeds = new ArrayList<>(lefts.size());
          for (int i = 0; i < lefts.size(); i++) {
            feeds.add(new CoGroupFeed<>(lefts.get(i), rights.get(i)));
          }
          return new Dataset<>(feeds, Layout.SINGLE);
        });
  }

  /** Each task gives its rows to the targets in turn, beginning with another one each. */
  private <T> CompletableFuture<Dataset<T>> repartition(RepartitionedRdd<T> rdd) {
    return dataset(rdd.parent())
        .thenCompose(
            data ->
                distribute(
                    data,
                    rdd.partitions(),
                    task -> {
                      int[] next = {task};
                      return row -> Math.floorMod(next[0]++, rdd.partitions());
                    }));
  }

  private <K, V> CompletableFuture<Dataset<Pair<K, V>>> partition(PartitionedRdd<K, V> rdd) {
    Placement<K, V> placement = new Placement<>(rdd.partitioner(), rdd.partitions(), rdd.step());
    return dataset(rdd.parent())
        .thenCompose(data -> distribute(data, rdd.partitions(), task -> placement));
  }

  private <T> CompletableFuture<Dataset<T>> distribute(
      Dataset<T> data, int partitions, Function<Integer, ToIntFunction<T>> targets) {
    List<Supplier<List<List<T>>>> tasks = new ArrayList<>();
    for (Feed<T> feed : data.coalesced(parallelism).feeds()) {
      int task = tasks.size();
      tasks.add(() -> Shuffle.distributed(feed, partitions, targets.apply(task)));
    }
    return stages.run(tasks).thenApply(outputs -> Dataset.ofTransposed(outputs, partitions));
  }

  private <T> CompletableFuture<Dataset<T>> keep(KeptRdd<T> rdd) {
    return dataset(rdd.parent())
        .thenCompose(
            data -> {
              Dataset<T> whole = data.coalesced(parallelism);
              List<Supplier<Feed<T>>> tasks = new ArrayList<>();
              for (Feed<T> feed : whole.feeds()) {
                tasks.add(() -> keeping.keep(feed, rdd.level(), rdd.step()));
              }
              return stages.run(tasks).thenApply(kept -> new Dataset<>(kept, whole.layout()));
            });
  }

  private <I, O> CompletableFuture<Dataset<O>> update(StatefulRdd<I, O> rdd) {
    return dataset(rdd.parent())
        .thenCompose(
            data -> {
              Dataset<I> placed =
                  rdd.op().takesByKey() ? data : data.spread(states.partitionCount());
              List<Feed<I>> feeds = placed.feeds();
              List<Supplier<Feed<O>>> tasks = new ArrayList<>();
              for (int i = 0; i < feeds.size(); i++) {
                int partition = i;
                tasks.add(() -> update(rdd, partition, feeds.get(partition)));
              }
              return stages.run(tasks);
            })
        .thenApply(
            results ->
                new Dataset<>(results, rdd.op().yieldsByKey() ? Layout.SINGLE : Layout.FIXED));
  }

  private <I, O> Feed<O> update(StatefulRdd<I, O> rdd, int partition, Feed<I> feed) {
    BatchStates.Partition state = states.partition(rdd.name(), partition);
    PartitionTask.Rows<I> arrived = feed::into;
    PartitionTask.Rows<O> rows =
        rdd.op().run(new StateTask<>(arrived, state, rdd.emits(), rdd.step()));
    state.finish();
    return rows::forEach;
  }

  private <K, S> CompletableFuture<Dataset<Pair<K, S>>> stateRows(StateRowsRdd<K, S> rdd) {
    return dataset(rdd.state())
        .thenApply(
            done -> {
              List<Feed<Pair<K, S>>> feeds = new ArrayList<>();
              for (int i = 0; i < states.partitionCount(); i++) {
                feeds.add(new StateFeed<>(states, rdd.state().name(), i));
              }
              return new Dataset<>(feeds, Layout.SINGLE);
            });
  }

  /** The values of each key together, a table for each partition of the states. */
  private <K, V, C> CompletableFuture<List<Combined<K, C>>> shuffled(
      Dataset<Pair<K, V>> data, Aggregation<V, C> aggregation, Step step) {
    Shuffle<K, V, C> shuffle =
        new Shuffle<>(aggregation, step, states.partitionCount(), states::partitionOf);
    if (data.layout().isAtLeast(Layout.PLACED)) {
      return stages.run(
          data.feeds().stream()
              .<Supplier<Combined<K, C>>>map(feed -> () -> shuffle.gathered(feed))
              .toList());
    }
    return stages
        .run(
            data.coalesced(parallelism).feeds().stream()
                .<Supplier<List<Combined<K, C>>>>map(feed -> () -> shuffle.combined(feed))
                .toList())
        .thenCompose(outputs -> stages.run(merges(shuffle, outputs)));
  }

  private <K, V, C> List<Supplier<Combined<K, C>>> merges(
      Shuffle<K, V, C> shuffle, List<List<Combined<K, C>>> outputs) {
    List<Supplier<Combined<K, C>>> merges = new ArrayList<>();
    for (int i = 0; i < states.partitionCount(); i++) {
      int partition = i;
      merges.add(() -> shuffle.merged(outputs, partition));
    }
    return merges;
  }

  private static <K, C> List<Feed<Pair<K, C>>> rows(List<Combined<K, C>> tables) {
    return tables.stream()
        .<Feed<Pair<K, C>>>map(
            table -> out -> table.forEach((key, value) -> out.accept(new Pair<>(key, value))))
        .toList();
  }

  @SuppressWarnings("unchecked") // stored under the Rdd that has its type
  private static <T> Dataset<T> cast(Dataset<?> data) {
    return (Dataset<T>) data;
  }
}
