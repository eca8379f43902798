package io.holdfast.benchmarks.cluster;

import io.holdfast.benchmarks.load.ClosedLoop;
import io.holdfast.benchmarks.load.ClosedLoop.Measured;
import io.holdfast.benchmarks.load.Load;
import io.holdfast.examples.WordCount;
import io.holdfast.runtime.CompositionRoot;
import io.holdfast.sink.TextFileSink;
import io.holdfast.spark.SparkBackend;
import io.holdfast.stream.DStream;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingListener;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.Storages;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The driver of the running word count on a cluster: {@code --at ROOT --name DIRECTORY} for the
 * application and its output, {@code --sources} receivers on executors, {@code --parallelism}
 * tasks, {@code --web} of the NameNode; {@code --units yes} prints what blocks and batches cost.
 */
@CompositionRoot("measures a real process in real time")
public final class StreamDriver {
  private StreamDriver() {}

  /** Runs one load and prints what was measured. */
  public static void main(String[] args) throws InterruptedException, IOException {
    Load load = Load.parse(args);
    boolean units = load.text("units", "no").equals("yes");
    String place = load.text("at", "") + "/" + load.text("name", "stream");
    try (JavaSparkContext spark =
            units
                ? Contexts.open("word-count", load, CountingPlugin.class.getName())
                : Contexts.open("word-count", load);
        ClosedLoop loop = new ClosedLoop(load)) {
      UnitCosts costs = new UnitCosts(spark, load.text("web", ""));
      StreamingListener commits =
          new StreamingListener() {
            @Override
            public void onBatchCompleted(BatchInfo batch) {
              loop.committed(batch.records());
            }
          };
      StreamingConfig config =
          WordCount.registerState(StreamingConfig.builder(WordCount.NAME, place + "/app"))
              .batchInterval(Duration.ofMillis(load.batchMillis()))
              .parallelism((int) load.number("parallelism", 2))
              .backend(SparkBackend.on(spark))
              .build();
      RunningJob job =
          RunningJob.start(config, context -> define(context, load, place), commits, costs);
      loop.awaitWarm();
      costs.begin();
      Measured measured = loop.awaitEnd();
      Map<String, Long> counts = costs.end();
      print("lines_per_second", measured.linesPerSecond());
      print("batch_lines", (double) measured.lines() / measured.batches());
      if (units) {
        printUnits(counts, measured, load);
      }
      job.stop();
    }
    try (Storage root = Storages.open(load.text("at", ""))) {
      root.deleteTree(load.text("name", "stream"));
    }
    RunningJob.end(0);
  }

  private static void define(StreamingContext context, Load load, String place) {
    String allowance = load.directory().resolve("allowance").toAbsolutePath().toString();
    DStream<String> all = null;
    for (int i = 0; i < load.number("sources", 1); i++) {
      DStream<String> lines =
          context.receiverStream(
              WordCount.INPUT + (i == 0 ? "" : "-" + i),
              new GeneratedLines(allowance, load.words()));
      all = all == null ? lines : all.union(lines);
    }
    WordCount.define(all, TextFileSink.to(place + "/out"));
  }

  private static void printUnits(Map<String, Long> counts, Measured measured, Load load) {
    double blocks = Math.max(1, counts.getOrDefault("blocks", 0L));
    double batches = Math.max(1, counts.getOrDefault("batches", 0L));
    double tasks = Math.max(1, counts.getOrDefault("tasks", 0L));
    long partitions = load.number("parallelism", 2);
    print("blocks_per_second", blocks / measured.seconds());
    print("blocks_per_batch", blocks / batches);
    print("tasks_per_batch", tasks / batches);
    print("driver_cpu_us_per_task", measured.cpuMicros() / tasks);
    print("driver_cpu_us_per_batch", measured.cpuMicros() / batches);
    long calls = 0;
    long messages = 0;
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      String name = count.getKey();
      if (name.startsWith("message_")) {
        messages += count.getValue();
        print(name + "_per_block", count.getValue() / blocks);
      } else if (name.startsWith("hdfs_") && count.getValue() > 0) {
        calls += count.getValue();
        print(name + "_per_batch", count.getValue() / batches);
      } else if (name.startsWith("journal_")) {
        print(name + "_per_block", count.getValue() / blocks);
        print(name + "_per_batch", count.getValue() / batches);
      } else if (name.startsWith("places_")) {
        print(name + "_per_partition_and_batch", count.getValue() / batches / partitions);
      }
    }
    print("messages_per_block", messages / blocks);
    print("messages_per_second", messages / measured.seconds());
    print("hdfs_calls_per_batch", calls / batches);
  }

  private static void print(String name, double value) {
    System.out.printf(Locale.ROOT, "figure %s %.3f%n", name, value);
  }
}
