package io.holdfast.benchmarks.peers.spark;

import io.holdfast.benchmarks.load.Load;
import io.holdfast.runtime.CompositionRoot;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.scheduler.BatchInfo;
import org.apache.spark.streaming.scheduler.StreamingListener;
import org.apache.spark.streaming.scheduler.StreamingListenerBatchCompleted;

/**
 * Runs one job on Spark's DStreams: {@code --job wordcount|recover|window|topk|join} (word count
 * otherwise), {@code --state update|map} and what every load has.
 *
 * <p>The receiver's write-ahead log is on, the checkpoints are in files, the serializer is Kryo.
 * Three threads, of which the receiver takes one: two process. Spark forces nothing to the device,
 * neither log nor checkpoints.
 */
@CompositionRoot("measures a real process in real time")
@SuppressWarnings("deprecation") // DStreams as a whole are: they are what is compared
public final class DStreamJobs {
  private DStreamJobs() {}

  /** Runs one load and prints what was measured. */
  public static void main(String[] args) throws InterruptedException, IOException {
    Load load = Load.parse(args);
    String job = load.text("job", "wordcount");
    Files.createDirectories(load.directory());
    LocalFiles.use();
    Run run = new Run(load);
    String checkpoints =
        load.directory().toAbsolutePath().resolve("checkpoints").toUri().toString();
    long start = Run.millis();
    JavaStreamingContext context =
        JavaStreamingContext.getOrCreate(checkpoints, () -> create(load, job, checkpoints));
    boolean recover = job.equals("recover");
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
            if (recover && batch.numRecords() > 0) {
              boolean fresh = batch.batchTime().milliseconds() > start;
              (fresh ? System.out : System.err).println("FIRST_COMMIT " + Run.millis());
              if (fresh) {
                Run.end(0);
              }
            }
            run.meter.committedMore(batch.numRecords());
          }
        });
    context.start();
    run.meter.awaitEnd();
    System.err.println("rows: " + run.rows());
    System.out.println(run.meter.result(name(load, job)));
    Run.end(0);
  }

  private static JavaStreamingContext create(Load load, String job, String checkpoints) {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[3]")
            .setAppName(job)
            .set("spark.ui.enabled", "false")
            .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .set("spark.kryo.referenceTracking", "false")
            .set("spark.streaming.receiver.writeAheadLog.enable", "true")
            .set("spark.local.dir", load.directory().toAbsolutePath().resolve("tmp").toString());
    JavaStreamingContext context = new JavaStreamingContext(conf, new Duration(load.batchMillis()));
    context.checkpoint(checkpoints);
    JavaDStream<String> lines = context.receiverStream(new LineReceiver());
    if (job.equals("wordcount")) {
      WordCountJob.define(lines, load);
    } else {
      WindowJobs.define(lines, job, load);
    }
    return context;
  }

  private static String name(Load load, String job) {
    String state = job.equals("wordcount") ? " " + load.text("state", "map") : "";
    return "spark dstreams " + job + state;
  }
}
