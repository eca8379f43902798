package io.holdfast.benchmarks.peers.flink;

import io.holdfast.benchmarks.load.Load;
import io.holdfast.runtime.CompositionRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Runs one job on Flink: {@code --job wordcount|recover|window|topk|join} (word count otherwise),
 * {@code --state hashmap|rocksdb}, {@code --form book|tuned} and what every load has.
 *
 * <p>Exactly once, a checkpoint every {@code --batch-ms}, into files; checkpoints of RocksDB are
 * incremental. Objects are reused. {@code recover} is the word count from the last checkpoint in
 * {@code --dir}; it ends when its first output is visible and prints when that was.
 */
@CompositionRoot("measures a real process in real time")
public final class FlinkJobs {
  private FlinkJobs() {}

  /** Runs one load and prints what was measured. */
  public static void main(String[] args) throws Exception {
    Load load = Load.parse(args);
    String job = load.text("job", "wordcount");
    boolean recover = job.equals("recover");
    boolean files = recover || job.equals("wordcount");
    Run run = new Run(load, files ? WordCountJob.PARALLELISM : 1);
    Configuration configuration = configuration(load);
    if (recover) {
      Path checkpoint =
          latest(load.directory()).orElseThrow(() -> new IOException("there is no checkpoint"));
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, checkpoint.toUri().toString());
      run.onFirstLine(() -> System.err.println("FIRST_LINE " + Run.millis()));
      run.onCommit(
          () -> {
            System.out.println("FIRST_COMMIT " + Run.millis());
            Runtime.getRuntime().halt(0);
          });
    }
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    if (files) {
      WordCountJob.define(env, load);
    } else {
      WindowJobs.define(env, job, load.text("form", "tuned"));
    }
    env.executeAsync(job)
        .getJobExecutionResult()
        .exceptionally(
            failure -> {
              failure.printStackTrace();
              Runtime.getRuntime().halt(1);
              return null;
            });
    run.meter.awaitEnd();
    System.err.println("rows: " + run.rows());
    System.out.println(run.meter.result("flink " + job + " " + load.text("state", "hashmap")));
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static Configuration configuration(Load load) {
    Duration interval = Duration.ofMillis(load.batchMillis());
    return new Configuration()
        .set(TaskManagerOptions.NUM_TASK_SLOTS, WordCountJob.PARALLELISM)
        .set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(512))
        .set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64))
        .set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64))
        .set(PipelineOptions.OBJECT_REUSE, true)
        .set(RestartStrategyOptions.RESTART_STRATEGY, "disable")
        .set(StateBackendOptions.STATE_BACKEND, load.text("state", "hashmap"))
        .set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true)
        .set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem")
        .set(
            CheckpointingOptions.CHECKPOINTS_DIRECTORY,
            checkpoints(load.directory()).toUri().toString())
        .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval)
        .set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE)
        .set(
            CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
            ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
  }

  private static Path checkpoints(Path directory) {
    return directory.toAbsolutePath().resolve("checkpoints");
  }

  /** The newest checkpoint that is complete, of any job that ran in this directory. */
  private static Optional<Path> latest(Path directory) throws IOException {
    try (Stream<Path> found = Files.walk(checkpoints(directory), 3)) {
      return found
          .filter(file -> file.endsWith("_metadata"))
          .max(Comparator.comparing(file -> file.toFile().lastModified()))
          .map(Path::getParent);
    }
  }
}
