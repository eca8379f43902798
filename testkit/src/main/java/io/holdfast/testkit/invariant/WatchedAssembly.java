package io.holdfast.testkit.invariant;

import io.holdfast.checkpoint.CheckpointStore;
import io.holdfast.checkpoint.state.StateStore;
import io.holdfast.engine.Assembly;
import io.holdfast.engine.EngineSettings;
import io.holdfast.engine.batch.BatchTimes;
import io.holdfast.engine.batch.JobGenerator;
import io.holdfast.engine.batch.Lanes;
import io.holdfast.engine.checkpointing.Checkpointer;
import io.holdfast.engine.checkpointing.GraphSections;
import io.holdfast.engine.checkpointing.RetentionPolicy.Kept;
import io.holdfast.engine.commit.Output;
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

/** The collaborators of another assembly, and a look at the driver's state as it is handed over. */
final class WatchedAssembly extends Assembly {
  private final Assembly inner;
  private final Consumer<DriverState> states;

  WatchedAssembly(Assembly inner, Consumer<DriverState> states) {
    this.inner = inner;
    this.states = states;
  }

  @Override
  public Journal journal(
      WriteAheadLog log, DriverState state, SerialExecutor driver, Consumer<Throwable> onFailure) {
    states.accept(state);
    return inner.journal(log, state, driver, onFailure);
  }

  @Override
  public ReceiverTracker receiverTracker(Journal journal, Consumer<ReceivedBlock> onAdded) {
    return inner.receiverTracker(journal, onAdded);
  }

  @Override
  public StateSet states(Map<String, StateStore> stores, int partitions) {
    return inner.states(stores, partitions);
  }

  @Override
  public BatchTimes batchTimes() {
    return inner.batchTimes();
  }

  @Override
  public JobGenerator jobGenerator(Set<String> streams, Duration interval) {
    return inner.jobGenerator(streams, interval);
  }

  @Override
  public Map<String, Output> outputs(
      DStreamGraph graph, Function<String, SinkContext> contexts, PrintStream console) {
    return inner.outputs(graph, contexts, console);
  }

  @Override
  public CommittedBatches committed(DriverState state, Collection<Output> outputs) {
    return inner.committed(state, outputs);
  }

  @Override
  public Fence fence(EpochClaim claim) {
    return inner.fence(claim);
  }

  @Override
  public Checkpointer checkpointer(
      CheckpointStore store,
      GraphSections sections,
      EngineSettings settings,
      List<Kept> kept,
      Lanes lanes,
      Checkpointer.Callbacks callbacks) {
    return inner.checkpointer(store, sections, settings, kept, lanes, callbacks);
  }
}
