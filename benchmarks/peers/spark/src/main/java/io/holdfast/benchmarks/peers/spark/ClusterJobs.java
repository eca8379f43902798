package io.holdfast.benchmarks.peers.spark;

import io.holdfast.benchmarks.load.ClosedLoop;
import io.holdfast.benchmarks.load.ClosedLoop.Measured;
import io.holdfast.benchmarks.load.Load;
import io.holdfast.runtime.CompositionRoot;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.scheduler.BatchInfo;
import org.apache.spark.streaming.scheduler.StreamingListener;
import org.apache.spark.streaming.scheduler.StreamingListenerBatchCompleted;

/**
 * The word count on Spark's DStreams on a cluster: {@code --master URL}, {@code --at DIRECTORY} for
 * checkpoints, log and output, {@code --executors}, {@code --cores} of each, {@code --class-path}
 * of executors, {@code --state update|map}, and what a closed loop has.
 *
 * <p>The receiver runs on an executor and its write-ahead log is on, the serializer is Kryo, as for
 * one process.
 */
@CompositionRoot("measures a real process in real time")
@SuppressWarnings("deprecation") // DStreams as a whole are: they are what is compared
public final class ClusterJobs {
  private ClusterJobs() {}

  /** Runs one load and prints what was measured. */
  public static void main(String[] args) throws InterruptedException, IOException {
    Load load = Load.parse(args);
    ClosedLoop loop = new ClosedLoop(load);
    JavaStreamingContext context =
        new JavaStreamingContext(conf(load), new Duration(load.batchMillis()));
    String place = load.text("at", "");
    context.checkpoint(place + "/checkpoints");
    String allowance = load.directory().resolve("allowance").toAbsolutePath().toString();
    WordCountJob.define(context.receiverStream(new ClusterReceiver(allowance, load.words())), load);
    context.addStreamingListener(
        new StreamingListener() {
          @Override
          public void onBatchCompleted(StreamingListenerBatchCompleted completed) {
            BatchInfo batch = completed.batchInfo();
            if (batch
                .outputOperationInfos()
                .values()
                .exists(done -> done.failureReason().isDefined())) {
              System.err.println("a batch failed");
              Run.end(1);
            }
            loop.committed(batch.numRecords());
          }
        });
    context.start();
    Measured measured = loop.awaitEnd();
    System.out.printf(
        Locale.ROOT,
        "figure lines_per_second %.0f%nfigure batch_lines %.0f%n",
        measured.linesPerSecond(),
        (double) measured.lines() / measured.batches());
    context.stop(true, false);
    FileSystem.get(URI.create(place), context.sparkContext().hadoopConfiguration())
        .delete(new Path(place), true);
    Run.end(0);
  }

  private static SparkConf conf(Load load) {
    long cores = load.number("cores", 2);
    return new SparkConf()
        .setMaster(load.text("master", ""))
        .setAppName("wordcount " + load.text("state", "map"))
        .set("spark.cores.max", String.valueOf(load.number("executors", 2) * cores))
        .set("spark.executor.cores", String.valueOf(cores))
        .set("spark.executor.memory", load.text("executor-memory", "1g"))
        .set("spark.executor.extraClassPath", load.text("class-path", ""))
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.ui.enabled", "false")
        .set("spark.locality.wait", "100ms")
        .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
        .set("spark.kryo.referenceTracking", "false")
        .set("spark.streaming.receiver.writeAheadLog.enable", "true");
  }
}
