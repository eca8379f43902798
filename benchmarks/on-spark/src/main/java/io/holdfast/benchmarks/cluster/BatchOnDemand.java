package io.holdfast.benchmarks.cluster;

import io.holdfast.benchmarks.load.Allowance;
import io.holdfast.benchmarks.load.Load;
import io.holdfast.examples.WordCount;
import io.holdfast.examples.Words;
import io.holdfast.runtime.CompositionRoot;
import io.holdfast.sink.TextFileSink;
import io.holdfast.spark.SparkBackend;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A job of Holdfast that has one batch when it is asked for: its receiver, on an executor, gets
 * leave to give the lines of one batch, at the beginning of an interval.
 */
@CompositionRoot("a benchmark measures with the real clock")
final class BatchOnDemand implements AutoCloseable {
  private static final long MOST_BATCH_BYTES = 256L << 20;
  private static final long LIMIT_SECONDS = 300;

  /** Behind the cut of a batch. */
  private static final long BEHIND_MILLIS = 20;

  private final Shape shape;
  private final Allowance allowance;
  private final BlockingQueue<StreamingListener.BatchInfo> completed = new LinkedBlockingQueue<>();
  private final RunningJob job;
  private long allowed;

  /**
   * What a batch is.
   *
   * @param at root on HDFS
   * @param name of its directory there
   * @param state whether there is a running total for each word
   */
  record Shape(
      String at, String name, long lines, int partitions, Duration interval, boolean state) {}

  BatchOnDemand(JavaSparkContext spark, Load load, Shape shape) {
    this.shape = shape;
    Path file = load.directory().toAbsolutePath().resolve("allowance-" + shape.name());
    this.allowance = Allowance.open(file);
    allowance.allow(0);
    String place = shape.at() + "/" + shape.name();
    StreamingConfig config =
        WordCount.registerState(StreamingConfig.builder(shape.name(), place + "/app"))
            .batchInterval(shape.interval())
            .parallelism(shape.partitions())
            .maxBatchBytes(MOST_BATCH_BYTES)
            .backend(SparkBackend.on(spark))
            .build();
    GeneratedLines source = new GeneratedLines(file.toString(), load.words());
    this.job =
        RunningJob.start(
            config,
            context -> define(context, source, TextFileSink.to(place + "/out")),
            new StreamingListener() {
              @Override
              public void onBatchCompleted(BatchInfo batch) {
                if (batch.records() > 0) {
                  completed.add(batch);
                }
              }
            });
  }

  private void define(StreamingContext context, GeneratedLines source, TextFileSink sink) {
    if (shape.state()) {
      WordCount.define(context, source, sink);
    } else {
      context
          .receiverStream(WordCount.INPUT, source)
          .flatMap(Words::of)
          .mapToPair(word -> new Pair<>(word, 1L))
          .reduceByKey(Long::sum)
          .map(count -> count.key() + '\t' + count.value())
          .writeTo(WordCount.OUTPUT, sink);
    }
  }

  /**
   * Has one batch, and returns how many milliseconds it took from the start of its jobs to its last
   * commit; nothing if its lines came to lie in two batches.
   */
  OptionalDouble run() throws InterruptedException {
    long interval = shape.interval().toMillis();
    long behind = System.currentTimeMillis() % interval;
    TimeUnit.MILLISECONDS.sleep(interval - behind + BEHIND_MILLIS);
    allowed += shape.lines();
    allowance.allow(allowed);
    StreamingListener.BatchInfo first = next();
    long records = first.records();
    while (records < shape.lines()) {
      records += next().records();
    }
    return first.records() == shape.lines()
        ? OptionalDouble.of(first.processingDelay().toNanos() * 1e-6)
        : OptionalDouble.empty();
  }

  private StreamingListener.BatchInfo next() throws InterruptedException {
    StreamingListener.BatchInfo batch = completed.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (batch == null) {
      throw new IllegalStateException(shape.name() + " has no batch; see its log");
    }
    return batch;
  }

  @Override
  public void close() throws IOException {
    job.stop();
    allowance.close();
  }
}
