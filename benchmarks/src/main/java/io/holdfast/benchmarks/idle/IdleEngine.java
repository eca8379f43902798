package io.holdfast.benchmarks.idle;

import io.holdfast.benchmarks.load.Moment;
import io.holdfast.runtime.CompositionRoot;
import io.holdfast.source.QueueSource;
import io.holdfast.stream.Pair;
import io.holdfast.stream.PairDStream;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingListener;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The processor time of a process whose job waits for data that does not come, on real local
 * storage. The job has a state; with {@code held} also a window that always holds something, which
 * wants a batch in every interval although no data comes.
 */
@CompositionRoot("measures a real process in real time")
public final class IdleEngine {
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration SHORTEST_PART = Duration.ofSeconds(60);
  private static final int PARTS = 6;
  private static final Duration LONG = Duration.ofDays(1);

  private IdleEngine() {}

  /** Arguments: directory, batch interval in milliseconds, seconds, and {@code held} or nothing. */
  public static void main(String[] args) throws InterruptedException, IOException {
    long interval = Long.parseLong(args[1]);
    long seconds = Long.parseLong(args[2]);
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
    System.out.printf("%d ms interval%n", interval);
    long parts = seconds >= SHORTEST_PART.toSeconds() * PARTS ? PARTS : 1;
    Moment start = Moment.now();
    long batchesAtStart = batches.get();
    for (long part = 0; part < parts; part++) {
      Moment before = Moment.now();
      long batchesBefore = batches.get();
      Thread.sleep(TimeUnit.SECONDS.toMillis(seconds) / parts);
      print(before, batches.get() - batchesBefore);
    }
    if (parts > 1) {
      System.out.print("altogether: ");
      print(start, batches.get() - batchesAtStart);
    }
    context.stop(Duration.ofSeconds(10));
  }

  /** What is live on the heap is known after a collection, whose cost the next part has. */
  private static void print(Moment before, long batches) throws IOException {
    Moment now = Moment.now();
    double seconds = before.secondsTo(now);
    System.gc();
    long live = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    System.out.printf(
        Locale.ROOT,
        "%.0f s, %d batches: %.2f %% of a core; %.2f MiB live, %d MiB resident%n",
        seconds,
        batches,
        before.cpuMicrosTo(now) * 1e-4 / seconds,
        live / (double) (1 << 20),
        Moment.residentMebibytes());
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
          .reduceByKeyAndWindow("last-day", Long::sum, LONG, job.batchInterval())
          .foreachRdd("window", (rows, txn) -> {});
    }
  }
}
