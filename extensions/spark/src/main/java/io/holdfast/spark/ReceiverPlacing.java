package io.holdfast.spark;

import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.FutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.AsyncRDDActions;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.concurrent.ExecutionContext;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Has the task of a receiver run as a job of its own. It takes a core as long as it runs, so Spark
 * puts the next one elsewhere if executors have one core each.
 */
final class ReceiverPlacing<T> implements RemoteInput.Placing {
  private final SparkRun run;
  private final ReceiverTask<T> task;
  private final ReceiverHomes homes;
  private FutureAction<Seq<byte[]>> action;

  ReceiverPlacing(SparkRun run, ReceiverTask<T> task, ReceiverHomes homes) {
    this.run = run;
    this.homes = homes;
    this.task = task;
  }

  @Override
  public synchronized void place(Consumer<Throwable> ended) {
    run.spark()
        .setJobGroup(run.group() + "-receivers", "Receiver of " + task.channel().stream(), true);
    JavaRDD<byte[]> rdd = one().mapPartitions(task);
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

  /** A partition of one element, where there are fewest receivers. */
  private JavaRDD<Integer> one() {
    List<String> wished =
        homes.next(task.channel().stream(), Executors.all()).map(List::of).orElse(List.of());
    Tuple2<Integer, Seq<String>> element =
        new Tuple2<>(0, CollectionConverters.asScala(wished).toSeq());
    return new JavaRDD<>(
        run.spark()
            .sc()
            .makeRDD(
                CollectionConverters.asScala(List.of(element)).toSeq(), Tags.of(Integer.class)),
        Tags.of(Integer.class));
  }

  @Override
  public void begun(String place) {
    homes.is(task.channel().stream(), place);
  }

  @Override
  public synchronized void cancel() {
    if (action != null) {
      action.cancel();
    }
  }
}
