package io.holdfast.engine;

import io.holdfast.checkpoint.CheckpointStore;
import io.holdfast.checkpoint.state.StateStore;
import io.holdfast.engine.batch.BatchTimes;
import io.holdfast.engine.batch.JobGenerator;
import io.holdfast.engine.batch.Lanes;
import io.holdfast.engine.checkpointing.Checkpointer;
import io.holdfast.engine.checkpointing.GraphSections;
import io.holdfast.engine.checkpointing.RetentionPolicy.Kept;
import io.holdfast.engine.commit.Output;
import io.holdfast.engine.commit.Outputs;
import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.Journal;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.receiver.ReceiverTracker;
import io.holdfast.engine.recovery.CommittedBatches;
import io.holdfast.engine.state.StateSet;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.sink.SinkContext;
import io.holdfast.wal.EpochClaim;
import io.holdfast.wal.Fence;
import io.holdfast.wal.WriteAheadLog;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes the collaborators whose order of work the guarantees rest on. One method each, so that a
 * test can put a wrong one in the place of one of them and see whether the suites notice.
 */
public class Assembly {

  public Journal journal(
      WriteAheadLog log, DriverState state, SerialExecutor driver, Consumer<Throwable> onFailure) {
    return new Journal(log, state, driver, onFailure);
  }

  public ReceiverTracker receiverTracker(Journal journal, Consumer<ReceivedBlock> onAdded) {
    return new ReceiverTracker(journal, onAdded);
  }

  public StateSet states(Map<String, StateStore> stores, int partitions) {
    return new StateSet(stores, partitions);
  }

  public BatchTimes batchTimes() {
    return BatchTimes::aligned;
  }

  /** Decides which blocks the next batch gets. */
  public JobGenerator jobGenerator(Set<String> streams, Duration interval) {
    return new JobGenerator(streams, batchTimes(), interval);
  }

  /** Opens the outputs of a graph, see {@link Outputs#open}. */
  public Map<String, Output> outputs(
      DStreamGraph graph, Function<String, SinkContext> contexts, PrintStream console) {
    return Outputs.open(graph, contexts, console);
  }

  /** What the outputs say of the pending batches, before any of them runs again. */
  public CommittedBatches committed(DriverState state, Collection<Output> outputs) {
    return CommittedBatches.ask(state, outputs);
  }

  /** What every log asks before it tells anybody that a record is durable. */
  public Fence fence(EpochClaim claim) {
    return claim;
  }

  public Checkpointer checkpointer(
      CheckpointStore store,
      GraphSections sections,
      EngineSettings settings,
      List<Kept> kept,
      Lanes lanes,
      Checkpointer.Callbacks callbacks) {
    return new Checkpointer(
        store,
        sections,
        settings.retention(),
        kept,
        lanes,
        settings.scheduler()::currentTimeMillis,
        callbacks);
  }
}
