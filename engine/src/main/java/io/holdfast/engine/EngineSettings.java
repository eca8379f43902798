package io.holdfast.engine;

import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.engine.checkpointing.RetentionPolicy;
import io.holdfast.engine.cluster.Cluster;
import io.holdfast.engine.receiver.SupervisorPolicy;
import io.holdfast.runtime.Scheduler;
import io.holdfast.source.SourceChoice;
import io.holdfast.stream.FailurePolicy;
import io.holdfast.stream.Guarantee;
import io.holdfast.stream.PersistOptions;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.storage.Storage;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Everything that a driver is made of and that was handed in, validated.
 *
 * @param application its name
 * @param storage the application's directory
 * @param sinkStorage the storage at a place that a sink, a function or a receiver names
 * @param sources which source a stream reads from
 * @param scheduler time, threads and randomness
 * @param owner who runs the driver, for people: process and host
 * @param batching how batches are cut and run
 * @param receivers how receivers are run
 * @param guarantee what processing promises
 * @param failures what happens when functions of the user's fail
 * @param registrations classes of keys and values of states
 * @param droppable names whose durable data may be left behind
 * @param formerNames under which durable data of renamed things lies, by their names
 * @param retention of checkpoints
 * @param log sizes of logs
 * @param console where {@code print} goes
 * @param persist how rows are kept on disk for the rest of a batch
 * @param cluster that runs batches; empty if this process does
 */
public record EngineSettings(
    String application,
    Storage storage,
    Function<String, Storage> sinkStorage,
    SourceChoice sources,
    Scheduler scheduler,
    String owner,
    Batching batching,
    SupervisorPolicy receivers,
    Guarantee guarantee,
    FailurePolicy failures,
    KryoRegistrations registrations,
    Set<String> droppable,
    Map<String, String> formerNames,
    RetentionPolicy retention,
    LogOptions log,
    PrintStream console,
    PersistOptions persist,
    Optional<Cluster> cluster) {

  /**
   * How batches are cut and run.
   *
   * @param interval between batches
   * @param parallelism tasks at a time, and partitions of a shuffle
   * @param maxBatchBytes serialized input of one batch
   * @param cacheBytes of received blocks kept in memory, per stream
   * @param snapshotBytes changes of a state that lead to a snapshot of it
   * @param concurrentOutputs so many outputs of a batch are computed at the same time
   */
  public record Batching(
      Duration interval,
      int parallelism,
      long maxBatchBytes,
      long cacheBytes,
      long snapshotBytes,
      int concurrentOutputs) {}
}
