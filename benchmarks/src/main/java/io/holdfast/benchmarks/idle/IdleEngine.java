package io.holdfast.benchmarks.idle;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.source.QueueSource;
import io.holdfast.stream.Pair;
import io.holdfast.stream.PairDStream;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The processor time of a process whose job waits for data that does not come, on real local
 * storage. The job has a state; with {@code held} also a window that always holds something, which
 * wants a batch in every interval although no data comes.
 */
@CompositionRoot("measures a real process in real time")
public final class IdleEngine {
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration LONG = Duration.ofHours(1);

  private IdleEngine() {}

  /** Arguments: directory, batch interval in milliseconds, seconds, and {@code held} or nothing. */
  public static void main(String[] args) throws InterruptedException {
    long interval = Long.parseLong(args[1]);
    Duration time = Duration.ofSeconds(Long.parseLong(args[2]));
    boolean held = args.length > 3 && args[3].equals("held");
    QueueSource<String> source = QueueSource.text();
    StreamingConfig config =
        StreamingConfig.builder("idle", Path.of(args[0]))
            .batchInterval(Duration.ofMillis(interval))
            .build();
    StreamingContext context =
        StreamingContext.getOrCreate(config, job -> define(job, source, held));
    AtomicLong batches = new AtomicLong();
    context.addListener(
        new StreamingListener() {
          @Override
          public void onBatchCompleted(BatchInfo batch) {
            batches.incrementAndGet();
          }
        });
    context.start();
    source.push(List.of("a", "b", "c")).join();
    Thread.sleep(WARM_UP.toMillis());
    long before = cpuNanos();
    long batchesBefore = batches.get();
    long start = System.nanoTime();
    Thread.sleep(time.toMillis());
    double share = 100.0 * (cpuNanos() - before) / (System.nanoTime() - start);
    System.out.printf(
        Locale.ROOT,
        "%d ms interval, %d s, %d batches: %.2f %% of a core%n",
        interval,
        time.toSeconds(),
        batches.get() - batchesBefore,
        share);
    context.stop(Duration.ofSeconds(10));
  }

  private static void define(StreamingContext job, QueueSource<String> source, boolean held) {
    PairDStream<String, Long> words =
        job.receiverStream("words", source).mapToPair(word -> new Pair<>(word, 1L));
    words
        .<Long>updateStateByKey(
            "totals", (ones, total) -> Optional.of(total.orElse(0L) + ones.size()))
        .foreachRdd("changed", (rows, txn) -> {});
    if (held) {
      words
          .reduceByKeyAndWindow("last-hour", Long::sum, LONG, job.batchInterval())
          .foreachRdd("window", (rows, txn) -> {});
    }
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }
}
