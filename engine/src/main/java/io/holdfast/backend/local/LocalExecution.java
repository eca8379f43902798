package io.holdfast.backend.local;

import io.holdfast.backend.BatchStates;
import io.holdfast.backend.ExecutionBackend;
import io.holdfast.backend.InputSplit;
import io.holdfast.backend.PartitionTask;
import io.holdfast.backend.Rdd;
import io.holdfast.backend.Rdd.NarrowRdd;
import io.holdfast.backend.Rdd.ReducedRdd;
import io.holdfast.backend.Rdd.SourceRdd;
import io.holdfast.backend.Rdd.StatefulRdd;
import io.holdfast.backend.local.Dataset.Feed;
import io.holdfast.stream.Pair;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One batch. Narrow operations are fused onto what they read; a reduce or a state is a stage of its
 * own whose result is kept for the batch. Called from the driver only.
 */
final class LocalExecution implements ExecutionBackend.Execution {
  private final Stages stages;
  private final int parallelism;
  private final BatchStates states;
  private final IdentityHashMap<Rdd<?>, CompletableFuture<Dataset<?>>> shared =
      new IdentityHashMap<>();

  LocalExecution(Stages stages, int parallelism, BatchStates states) {
    this.stages = stages;
    this.parallelism = parallelism;
    this.states = states;
  }

  @Override
  public <T, R> CompletableFuture<List<R>> run(Rdd<T> rdd, PartitionTask<T, R> task) {
    return dataset(rdd).thenCompose(data -> eachPartition(data, task));
  }

  private <T, R> CompletableFuture<List<R>> eachPartition(
      Dataset<T> data, PartitionTask<T, R> task) {
    List<Feed<T>> feeds = data.byKey() ? data.feeds() : data.coalesced(parallelism).feeds();
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
    } else if (rdd instanceof NarrowRdd<?, ?> narrow) {
      return fuse(narrow);
    } else if (rdd instanceof ReducedRdd<?, ?> reduced) {
      return reduce(reduced);
    } else {
      return update((StatefulRdd<?, ?, ?>) rdd);
    }
  }

  private static <T> Dataset<T> source(SourceRdd<T> rdd) {
    return new Dataset<>(rdd.splits().stream().<Feed<T>>map(SplitFeed::new).toList(), false);
  }

  private <I, O> CompletableFuture<Dataset<O>> fuse(NarrowRdd<I, O> rdd) {
    return dataset(rdd.parent()).thenApply(data -> data.fused(rdd.op()));
  }

  private <K, V> CompletableFuture<Dataset<Pair<K, V>>> reduce(ReducedRdd<K, V> rdd) {
    return dataset(rdd.parent())
        .thenCompose(data -> shuffle(data, new Combiner.Reducing<>(rdd.function())));
  }

  private <K, V, S> CompletableFuture<Dataset<Pair<K, S>>> update(StatefulRdd<K, V, S> rdd) {
    return dataset(rdd.parent())
        .thenCompose(
            data ->
                data.byKey()
                    ? update(rdd, singles(data))
                    : shuffle(data, new Combiner.Grouping<V>())
                        .thenCompose(grouped -> update(rdd, grouped)));
  }

  private static <K, V> Dataset<Pair<K, List<V>>> singles(Dataset<Pair<K, V>> data) {
    return new Dataset<>(
        data.feeds().stream()
            .<Feed<Pair<K, List<V>>>>map(
                feed ->
                    out ->
                        feed.into(
                            pair -> out.accept(new Pair<>(pair.key(), List.of(pair.value())))))
            .toList(),
        true);
  }

  private <K, V, S> CompletableFuture<Dataset<Pair<K, S>>> update(
      StatefulRdd<K, V, S> rdd, Dataset<Pair<K, List<V>>> grouped) {
    List<Supplier<List<Pair<K, S>>>> tasks = new ArrayList<>();
    for (int i = 0; i < grouped.feeds().size(); i++) {
      int partition = i;
      tasks.add(
          () ->
              new StateUpdate<>(rdd, states.partition(rdd.name(), partition))
                  .run(grouped.feeds().get(partition)));
    }
    return stages
        .run(tasks)
        .thenApply(
            results ->
                new Dataset<>(
                    results.stream().<Feed<Pair<K, S>>>map(rows -> rows::forEach).toList(), true));
  }

  /**
   * Two stages: each task combines what it reads into a map per target partition, then the maps are
   * merged.
   */
  private <K, V, C> CompletableFuture<Dataset<Pair<K, C>>> shuffle(
      Dataset<Pair<K, V>> data, Combiner<V, C> combiner) {
    List<Supplier<List<Map<K, C>>>> combineTasks = new ArrayList<>();
    for (Feed<Pair<K, V>> feed : data.coalesced(parallelism).feeds()) {
      combineTasks.add(() -> Shuffle.combine(feed, combiner, states));
    }
    return stages.run(combineTasks).thenCompose(outputs -> merge(outputs, combiner));
  }

  private <K, V, C> CompletableFuture<Dataset<Pair<K, C>>> merge(
      List<List<Map<K, C>>> outputs, Combiner<V, C> combiner) {
    List<Supplier<Map<K, C>>> mergeTasks = new ArrayList<>();
    for (int i = 0; i < states.partitionCount(); i++) {
      int partition = i;
      mergeTasks.add(() -> Shuffle.merge(outputs, partition, combiner));
    }
    return stages
        .run(mergeTasks)
        .thenApply(
            maps ->
                new Dataset<>(
                    maps.stream().<Feed<Pair<K, C>>>map(LocalExecution::entries).toList(), true));
  }

  private static <K, C> Feed<Pair<K, C>> entries(Map<K, C> map) {
    return out -> map.forEach((key, value) -> out.accept(new Pair<>(key, value)));
  }

  @SuppressWarnings("unchecked") // stored under the Rdd that has its type
  private static <T> Dataset<T> cast(Dataset<?> data) {
    return (Dataset<T>) data;
  }

  private record SplitFeed<T>(InputSplit<T> split) implements Feed<T> {
    @Override
    public void into(Consumer<? super T> out) {
      split.forEach(out);
    }

    @Override
    public long weight() {
      return split.lengthBytes();
    }
  }
}
