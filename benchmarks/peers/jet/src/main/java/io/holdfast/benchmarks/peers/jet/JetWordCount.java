package io.holdfast.benchmarks.peers.jet;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.function.SupplierEx;
import com.hazelcast.jet.Job;
import com.hazelcast.jet.Traversers;
import com.hazelcast.jet.aggregate.AggregateOperations;
import com.hazelcast.jet.config.JobConfig;
import com.hazelcast.jet.config.ProcessingGuarantee;
import com.hazelcast.jet.core.Processor;
import com.hazelcast.jet.datamodel.Tuple2;
import com.hazelcast.jet.pipeline.Pipeline;
import com.hazelcast.jet.pipeline.StreamStage;
import io.holdfast.benchmarks.load.Load;
import io.holdfast.benchmarks.load.Meter;
import io.holdfast.runtime.CompositionRoot;
import java.io.IOException;

/**
 * The running count of each word on Hazelcast Jet; changed counts go to text files with every
 * snapshot, exactly once.
 *
 * <p>{@code --form book} is the job as Hazelcast's guide teaches it: {@code rollingAggregate},
 * which sends a row for every word that it sees. {@code tuned} is the same by somebody who knows
 * what is slow there.
 *
 * <p>What makes that one fast: words are counted before they are sent to the processor that keeps
 * their count, and rows are sent on once per changed word and snapshot, many at a time, both by
 * processors written for it. Two threads compute, the source and the files have one each. Nothing
 * is serialized between them.
 *
 * <p>Snapshots are in the memory of the member, and there is only one: Jet as it can be had for
 * nothing writes nothing of them to disk, so that a killed process loses them. What is compared is
 * Jet with a weaker promise than the others give.
 */
@CompositionRoot("measures a real process in real time")
public final class JetWordCount {
  private static final int THREADS = 2;

  private JetWordCount() {}

  /** Runs one load and prints what was measured. */
  public static void main(String[] args) throws InterruptedException, IOException {
    Load load = Load.parse(args);
    Meter meter = new Meter(load);
    Feed.of(load, meter);
    HazelcastInstance member = Hazelcast.newHazelcastInstance(config());
    Job job =
        member
            .getJet()
            .newJob(
                pipeline(load),
                new JobConfig()
                    .setProcessingGuarantee(ProcessingGuarantee.EXACTLY_ONCE)
                    .setSnapshotIntervalMillis(load.batchMillis())
                    .setMetricsEnabled(false));
    job.getFuture()
        .exceptionally(
            failure -> {
              failure.printStackTrace();
              Runtime.getRuntime().halt(1);
              return null;
            });
    meter.awaitEnd();
    System.out.println(meter.result("jet wordcount"));
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static Config config() {
    Config config = new Config();
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.getJetConfig().setEnabled(true).setCooperativeThreadCount(THREADS);
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    return config;
  }

  private static Pipeline pipeline(Load load) {
    String directory = load.directory().toAbsolutePath().resolve("out").toString();
    return switch (load.text("form", "tuned")) {
      case "book" -> book(directory);
      case "tuned" -> tuned(directory);
      default -> throw new IllegalArgumentException("--form is book or tuned");
    };
  }

  private static Pipeline book(String directory) {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .readFrom(Feed.source())
        .withoutTimestamps()
        .flatMap(line -> Traversers.traverseArray(line.split(" ")))
        .groupingKey(word -> word)
        .rollingAggregate(AggregateOperations.counting())
        .map(count -> count.getKey() + '\t' + count.getValue())
        .writeTo(WatchedFiles.sink(directory));
    return pipeline;
  }

  private static Pipeline tuned(String directory) {
    SupplierEx<Processor> combine = CombineWords::new;
    SupplierEx<Processor> count = CountWords::new;
    Pipeline pipeline = Pipeline.create();
    StreamStage<Tuple2<String, Long>> combined =
        pipeline
            .readFrom(Feed.source())
            .withoutTimestamps()
            .<Tuple2<String, Long>>customTransform("combine", combine)
            .setLocalParallelism(THREADS);
    combined
        .groupingKey(Tuple2::f0)
        .<String>customTransform("count", count)
        .setLocalParallelism(THREADS)
        .writeTo(WatchedFiles.sink(directory));
    return pipeline;
  }
}
