package io.holdfast.spark;

import io.holdfast.backend.Rdd;
import io.holdfast.backend.Rdd.StateRowsRdd;
import io.holdfast.backend.Rdd.StatefulRdd;
import io.holdfast.backend.feed.Feed;
import io.holdfast.backend.feed.Layout;
import io.holdfast.engine.cluster.PartitionRequest;
import io.holdfast.engine.cluster.PlacedStates;
import io.holdfast.spark.StateTasks.Written;
import io.holdfast.stream.Pair;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.api.java.JavaRDD;

/**
 * The named states of one attempt at a batch: each partition is updated by one task, where it is in
 * memory if that can be had. An update that is asked for again in the same process is not done
 * again; one that is, elsewhere, changes the same, and one of them counts.
 */
final class SparkStates {
  private final SparkRun run;
  private final PlacedStates.Batch batch;
  private final Translation parents;
  private final IdentityHashMap<StatefulRdd<?, ?>, JavaRDD<?>> outcomes = new IdentityHashMap<>();

  /** Translates what a state's parent is. */
  interface Translation {
    <T> SparkRows<T> rows(Rdd<T> rdd);
  }

  SparkStates(SparkRun run, PlacedStates.Batch batch, Translation parents) {
    this.run = run;
    this.batch = batch;
    this.parents = parents;
  }

  /** The rows that an update yields. */
  <I, O> SparkRows<O> update(StatefulRdd<I, O> rdd) {
    JavaRDD<Feed<O>> feeds = outcomes(rdd).map(new StateTasks.Yielded<>());
    return new SparkRows<>(
        feeds, batch.partitionCount(), rdd.op().yieldsByKey() ? Layout.SINGLE : Layout.FIXED);
  }

  /** All keys of a state with their values after the batch. */
  <K, S> SparkRows<Pair<K, S>> rows(StateRowsRdd<K, S> rdd) {
    return entries(rdd.state());
  }

  private <I, O, K, S> SparkRows<Pair<K, S>> entries(StatefulRdd<I, O> rdd) {
    JavaRDD<Feed<Pair<K, S>>> feeds = outcomes(rdd).map(new StateTasks.Entries<>());
    return new SparkRows<>(feeds, batch.partitionCount(), Layout.SINGLE);
  }

  /** Has all partitions updated, and notes what was written. */
  <I, O> CompletableFuture<List<Integer>> compute(StatefulRdd<I, O> rdd) {
    JavaRDD<byte[]> written = outcomes(rdd).map(new StateTasks.Parts<>());
    return run.collect(written).thenApply(all -> noted(rdd.name(), all));
  }

  private List<Integer> noted(String name, List<byte[]> all) {
    List<Integer> partitions = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Written written = (Written) JavaBytes.read(all.get(i));
      batch.wrote(name, i, written.parts());
      run.homes().is(name, i, written.place());
      partitions.add(i);
    }
    return partitions;
  }

  @SuppressWarnings("unchecked") // stored under the Rdd that has its type
  private <I, O> JavaRDD<StateOutcome<O>> outcomes(StatefulRdd<I, O> rdd) {
    JavaRDD<?> known = outcomes.get(rdd);
    if (known == null) {
      known = updated(rdd);
      outcomes.put(rdd, known);
    }
    return (JavaRDD<StateOutcome<O>>) known;
  }

  private <I, O> JavaRDD<StateOutcome<O>> updated(StatefulRdd<I, O> rdd) {
    SparkRows<I> data = parents.rows(rdd.parent());
    int partitions = batch.partitionCount();
    SparkRows<I> placed = rdd.op().takesByKey() ? data : data.spread(run.spark(), partitions);
    List<PartitionRequest> requests = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      requests.add(batch.request(rdd.name(), i));
    }
    return StatesRdd.of(
        placed.feeds(),
        new StatesRdd.Update<>(run.job(), rdd.op(), rdd.emits(), rdd.step()),
        requests,
        partition -> run.homes().of(rdd.name(), partition));
  }
}
