package io.holdfast.benchmarks.peers.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.split;

import io.holdfast.benchmarks.load.Load;
import io.holdfast.runtime.CompositionRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/**
 * The running count of each word on Spark's Structured Streaming; changed counts go to text files
 * in every batch. {@code --state rocksdb|hdfs} says what keeps the state, and {@code --batch-ms 0}
 * begins a batch as soon as the one before is done.
 *
 * <p>{@code --form book} leaves the settings of Spark as they are; {@code tuned} is the same by
 * somebody who knows what is slow there.
 *
 * <p>What makes that one fast: built-in expressions only, so that lines become counts in generated
 * code; two partitions on two processors; the log of changes instead of uploaded files for RocksDB;
 * no counting of its rows; no empty batches. A batch's output is visible when its files are
 * renamed, before Spark notes the batch as done: if it runs again, it writes the same names.
 */
@CompositionRoot("measures a real process in real time")
public final class StructuredWordCount {
  private static final String PROVIDERS = "org.apache.spark.sql.execution.streaming.state.";

  private StructuredWordCount() {}

  /** Runs one load and prints what was measured. */
  public static void main(String[] args)
      throws IOException, InterruptedException, TimeoutException {
    Load load = Load.parse(args);
    Files.createDirectories(load.directory());
    if (!load.text("form", "tuned").equals("book")) {
      LocalFiles.use();
    }
    Run run = new Run(load);
    Thread feed = new Thread(ReplayedLines::feed, "feed");
    StreamingQuery query = start(session(load), load);
    feed.start();
    Thread watch = new Thread(() -> watch(query), "watch");
    watch.start();
    run.meter.awaitEnd();
    System.out.println(run.meter.result("spark structured wordcount " + state(load)));
    Run.end(0);
  }

  private static String state(Load load) {
    return load.text("state", "rocksdb");
  }

  private static void watch(StreamingQuery query) {
    try {
      query.awaitTermination();
    } catch (StreamingQueryException e) {
      e.printStackTrace();
      Run.end(1);
    }
  }

  private static SparkSession session(Load load) {
    String provider =
        switch (state(load)) {
          case "rocksdb" -> "RocksDBStateStoreProvider";
          case "hdfs" -> "HDFSBackedStateStoreProvider";
          default -> throw new IllegalArgumentException("--state rocksdb|hdfs");
        };
    SparkSession.Builder builder =
        SparkSession.builder()
            .master("local[2]")
            .appName("wordcount")
            .config("spark.ui.enabled", false)
            .config("spark.local.dir", load.directory().toAbsolutePath().resolve("tmp").toString())
            .config("spark.sql.streaming.stateStore.providerClass", PROVIDERS + provider);
    return switch (load.text("form", "tuned")) {
      case "book" -> builder.getOrCreate();
      case "tuned" -> tuned(builder).getOrCreate();
      default -> throw new IllegalArgumentException("--form is book or tuned");
    };
  }

  private static SparkSession.Builder tuned(SparkSession.Builder builder) {
    return builder
        .config("spark.sql.shuffle.partitions", 2)
        .config("spark.sql.streaming.stateStore.rocksdb.changelogCheckpointing.enabled", true)
        .config("spark.sql.streaming.stateStore.rocksdb.trackTotalNumberOfRows", false)
        .config("spark.sql.streaming.noDataMicroBatches.enabled", false);
  }

  private static StreamingQuery start(SparkSession spark, Load load) throws TimeoutException {
    Path directory = load.directory().toAbsolutePath();
    Dataset<String> counts =
        spark
            .readStream()
            .format(ReplayedLines.class.getName())
            .load()
            .select(explode(split(col("line"), " ")).as("word"))
            .groupBy("word")
            .count()
            .select(concat_ws("\t", col("word"), col("count")))
            .as(Encoders.STRING());
    String out = directory.resolve("out").toString();
    VoidFunction2<Dataset<String>, Long> write =
        (rows, batch) -> {
          ForeachPartitionFunction<String> file =
              part -> CountFiles.write(out, Long.toString(batch), part);
          rows.foreachPartition(file);
          Run.current().meter.committed(ReplayedLines.read());
        };
    return counts
        .writeStream()
        .outputMode("update")
        .option("checkpointLocation", directory.resolve("checkpoints").toUri().toString())
        .trigger(Trigger.ProcessingTime(load.batchMillis()))
        .foreachBatch(write)
        .start();
  }
}
