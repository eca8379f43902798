package io.holdfast.spark;

import io.holdfast.backend.PartitionTask;
import io.holdfast.backend.Step;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.spark.FutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.AsyncRDDActions;
import scala.collection.immutable.Seq;
import scala.concurrent.ExecutionContext;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What all batches of a driver on a cluster have in common.
 *
 * @param tasks at a time
 * @param groups puts blocks together
 * @param homes where the partitions of states are in memory
 * @param workers of the driver, for tasks that cannot be sent
 * @param running what was submitted and has not ended
 */
record SparkRun(
    JavaSparkContext spark,
    SentJob job,
    int tasks,
    SplitGroups groups,
    Wire wire,
    StateHomes homes,
    Executor workers,
    Set<FutureAction<?>> running) {
  static final Step TO_DRIVER = new Step("an output that only the driver can write");
  private static final String COMPUTE = "compute the batch";
  static final Step REPARTITION = new Step("repartition");

  /** By which the jobs of this driver are known to Spark. */
  String group() {
    return "holdfast-" + job.application() + "-" + job.epoch();
  }

  /** The classes that the job has registered. */
  KryoRegistrations registrations() {
    return wire.registrations();
  }

  /** Ends what was submitted. */
  void cancel() {
    running.forEach(FutureAction::cancel);
  }

  /** Submits a job of which each partition has one result; never blocks. */
  CompletableFuture<List<byte[]>> collect(JavaRDD<byte[]> rdd) {
    CompletableFuture<List<byte[]>> results = new CompletableFuture<>();
    FutureAction<Seq<byte[]>> action;
    try {
      spark.setJobGroup(group(), "Holdfast", false);
      action = new AsyncRDDActions<>(rdd.rdd(), Tags.<byte[]>of(byte[].class)).collectAsync();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(RemoteFailure.behind(e, COMPUTE));
    }
    running.add(action);
    action.onComplete(
        outcome -> {
          running.remove(action);
          if (outcome.isSuccess()) {
            results.complete(List.copyOf(CollectionConverters.asJava(outcome.get())));
          } else {
            results.completeExceptionally(RemoteFailure.behind(outcome.failed().get(), COMPUTE));
          }
          return null;
        },
        ExecutionContext.global());
    return results;
  }

  /** Runs a task of the driver's on rows that have come to it. */
  @SuppressWarnings("unchecked") // as the tasks have sent them
  <T, R> List<R> each(List<byte[]> partitions, PartitionTask<T, R> task) {
    List<R> results = new ArrayList<>();
    for (int i = 0; i < partitions.size(); i++) {
      ByteBuffer rows = ByteBuffer.wrap(partitions.get(i));
      results.add(task.run(i, out -> wire.decode(rows, row -> out.accept((T) row))));
    }
    return results;
  }
}
