package io.holdfast.spark;

import io.holdfast.ConfigurationException;
import io.holdfast.backend.BatchStates;
import io.holdfast.backend.ExecutionBackend;
import io.holdfast.engine.EngineSettings;
import io.holdfast.engine.cluster.ClusterSession;
import io.holdfast.engine.cluster.PlacedStates;
import io.holdfast.engine.cluster.SentObject;
import io.holdfast.engine.receiver.InputSupervisor;
import io.holdfast.engine.receiver.ReceiverReports;
import io.holdfast.runtime.Closing;
import io.holdfast.spark.RemoteInput.Terms;
import io.holdfast.spark.Talk.Channel;
import io.holdfast.stream.Protection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Spark at the service of one driver. */
final class SparkSession implements ClusterSession, ExecutionBackend {
  private static final String MOST_CORES = "spark.cores.max";

  private final SparkRun run;
  private final EngineSettings settings;
  private final ReceiverHomes homes = new ReceiverHomes();
  private final Queue<RemoteInput> inputs = new ConcurrentLinkedQueue<>();

  SparkSession(SparkRun run, EngineSettings settings) {
    this.run = run;
    this.settings = settings;
  }

  @Override
  public ExecutionBackend backend() {
    return this;
  }

  @Override
  public Execution begin(BatchStates states) {
    return new SparkExecution(run, (PlacedStates.Batch) states);
  }

  @Override
  public <T> InputSupervisor receive(Receiving<T> stream, ReceiverReports reports) {
    if (stream.protection() == Protection.NONE) {
      throw new ConfigurationException(
          "Input stream '"
              + stream.name()
              + "' is protected by nothing, and on a cluster its records would be in the memory of"
              + " an executor that may go at any time. Give it the log, or use the local backend.");
    }
    requireCores(stream.name());
    boolean copied = stream.protection() == Protection.REPLICATED;
    SentJob job = run.job();
    Channel channel = new Channel(job.application(), job.epoch(), stream.name());
    ReceiverTask<T> task =
        new ReceiverTask<>(
            job,
            channel,
            SentObject.of(stream.source(), settings.registrations()),
            settings.receivers(),
            settings.batching().interval(),
            copied);
    RemoteInput input =
        new RemoteInput(
            channel,
            new ReceiverPlacing<>(run, task, homes),
            stream.before(),
            new Terms(settings.receivers(), settings.batching().interval(), copied),
            reports,
            settings.scheduler());
    inputs.add(input);
    return input;
  }

  /** A receiver keeps a core for itself: one has to be left for batches. */
  private void requireCores(String stream) {
    int cores = run.spark().getConf().getInt(MOST_CORES, Integer.MAX_VALUE);
    int receivers = inputs.size() + 1;
    if (receivers >= cores) {
      throw new ConfigurationException(
          "Input stream '"
              + stream
              + "' is the job's receiver number "
              + receivers
              + ", each takes a core for good, and "
              + MOST_CORES
              + " is "
              + cores
              + ": no core would be left for batches. Set it to "
              + (receivers + 1)
              + " or more.");
    }
  }

  @Override
  public void close() {
    Closing.all(inputs.stream().map(input -> input::close));
    run.cancel();
  }
}
