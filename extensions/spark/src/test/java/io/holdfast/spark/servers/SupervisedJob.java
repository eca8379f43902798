package io.holdfast.spark.servers;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.sink.TextFileSink;
import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.ReceiverSource.SourcePromise;
import io.holdfast.source.RecordCodec;
import io.holdfast.spark.SparkBackend;
import io.holdfast.stream.Guarantee;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.wal.storage.Storages;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A program of a user's, for {@code spark-submit}: it makes its Spark context with what it was
 * submitted with, and counts numbers that come one by one until there are enough. Ends with exit
 * code 0 then, which a cluster takes for the end.
 */
@CompositionRoot("a process of its own is composed here")
public final class SupervisedJob {
  /** Of its output. */
  public static final String OUTPUT = "counts";

  /** Numbers have so many remainders, which are counted. */
  public static final int REMAINDERS = 7;

  private static final String OFFSET = "number";
  private static final long NANOS_EACH = 5_000_000;

  private SupervisedJob() {}

  /**
   * Runs it.
   *
   * @param arguments the locations of the application and of its output, and how many numbers
   */
  public static void main(String[] arguments) {
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
      StreamingConfig config =
          StreamingConfig.builder("numbers", Storages.open(arguments[0]))
              .batchInterval(Duration.ofMillis(500))
              .parallelism(2)
              .backend(SparkBackend.on(spark))
              .build();
      Numbers numbers = new Numbers(Long.parseLong(arguments[2]));
      String output = arguments[1];
      StreamingContext context =
          StreamingContext.getOrCreate(
              config,
              job ->
                  job.receiverStream("numbers", numbers)
                      .mapToPair(line -> new Pair<>(Long.parseLong(line) % REMAINDERS, 1L))
                      .reduceByKey(Long::sum)
                      .map(count -> count.key() + "\t" + count.value())
                      .writeTo(OUTPUT, TextFileSink.to(output)));
      context.start();
      context.awaitDrained();
    }
  }

  /** The numbers from 0 on, again from any of them. */
  private record Numbers(long count) implements ReceiverSource<String>, Serializable {
    @Override
    public String description() {
      return count + " numbers";
    }

    @Override
    public RecordCodec<String> codec() {
      return RecordCodec.text();
    }

    @Override
    public SourcePromise promise() {
      return new SourcePromise(Guarantee.EXACTLY_ONCE, "they are counted");
    }

    @Override
    public Receiver<String> createReceiver() {
      return new Counting(count);
    }
  }

  @CompositionRoot("gives its numbers in real time")
  private record Counting(long count) implements Receiver<String> {
    @Override
    public void start(ReceiverContext<String> context, Map<String, Long> after) {
      long from = after.getOrDefault(OFFSET, 0L);
      context.spawn(
          "numbers",
          () -> {
            for (long number = from; number < count && !context.stopped(); number++) {
              context.store(Long.toString(number), OFFSET, number + 1);
              LockSupport.parkNanos(NANOS_EACH);
            }
            context.caughtUp();
          });
    }

    @Override
    public void stop() {
      // It looks by itself.
    }
  }
}
