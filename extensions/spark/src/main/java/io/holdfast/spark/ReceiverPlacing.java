package io.holdfast.spark;

import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.FutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.AsyncRDDActions;
import scala.collection.immutable.Seq;
import scala.concurrent.ExecutionContext;

/**
 * Has the task of a receiver run as a job of its own. It takes a core as long as it runs, so Spark
 * puts the next one elsewhere if executors have one core each.
 */
final class ReceiverPlacing<T> implements RemoteInput.Placing {
  private final SparkRun run;
  private final ReceiverTask<T> task;
  private FutureAction<Seq<byte[]>> action;

  ReceiverPlacing(SparkRun run, ReceiverTask<T> task) {
    this.run = run;
    this.task = task;
  }

  @Override
  public synchronized void place(Consumer<Throwable> ended) {
    run.spark()
        .setJobGroup(run.group() + "-receivers", "Receiver of " + task.channel().stream(), true);
    JavaRDD<byte[]> rdd = run.spark().parallelize(List.of(0), 1).mapPartitions(task);
    action = new AsyncRDDActions<>(rdd.rdd(), Tags.<byte[]>of(byte[].class)).collectAsync();
    action.onComplete(
        outcome -> {
          ended.accept(
              outcome.isSuccess()
                  ? null
                  : RemoteFailure.behind(outcome.failed().get(), "run the receiver"));
          return null;
        },
        ExecutionContext.global());
  }

  @Override
  public synchronized void cancel() {
    if (action != null) {
      action.cancel();
    }
  }
}
