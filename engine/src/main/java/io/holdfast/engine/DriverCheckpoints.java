package io.holdfast.engine;

import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.checkpoint.CheckpointStore;
import io.holdfast.engine.batch.Lanes;
import io.holdfast.engine.checkpointing.CheckpointImage;
import io.holdfast.engine.checkpointing.Checkpointer;
import io.holdfast.engine.checkpointing.GraphSections;
import io.holdfast.engine.checkpointing.Sections;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.Journal;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.StreamingListener.CheckpointStart;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Takes images of a driver and has them written. Used from the driver's executor, but for {@link
 * #releaseLog}.
 */
final class DriverCheckpoints implements Checkpointer.Callbacks {
  private final Startup startup;
  private final DriverLogs logs;
  private final Journal journal;
  private final DriverState state;
  private final DriverWatch watch;
  private final Consumer<Throwable> onFailure;
  private final List<String> outputs;
  private final Checkpointer checkpointer;

  DriverCheckpoints(
      Startup startup,
      DriverLogs logs,
      Journal journal,
      DriverWatch watch,
      Consumer<Throwable> onFailure,
      Lanes lanes,
      Assembly assembly) {
    this.startup = startup;
    this.logs = logs;
    this.journal = journal;
    this.state = startup.plan().state();
    this.watch = watch;
    this.onFailure = onFailure;
    this.outputs = List.copyOf(startup.outputs().keySet());
    EngineSettings settings = startup.settings();
    CheckpointStore store =
        new CheckpointStore(
            settings.storage(), ApplicationLayout.CHECKPOINTS, startup.identity().id());
    store.sweep();
    GraphSections sections = new GraphSections(startup.graph(), settings.registrations());
    this.checkpointer =
        assembly.checkpointer(store, sections, settings, startup.plan().kept(), lanes, this);
  }

  /** The checkpoint before which nothing of this epoch happens (rule R13). */
  void genesis() {
    checkpointer.writeNow(image());
  }

  void request() {
    checkpointer.request(this::image);
  }

  CompletableFuture<Void> idle() {
    return checkpointer.idle();
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public void releaseLog(String directory, long keepFromLsn) {
    logs.release(directory, keepFromLsn);
  }

  @Override
  public void started(CheckpointId id) {
    watch.checkpointStarted(named(id));
  }

  @Override
  public void written(CheckpointId id, long lengthBytes) {
    watch.checkpointWritten(named(id), lengthBytes);
  }

  private static CheckpointStart named(CheckpointId id) {
    return new CheckpointStart(id.fileName(), new BatchTime(id.batchTimeMillis()));
  }

  @Override
  public void failed(Throwable error) {
    onFailure.accept(error);
  }

  private CheckpointImage image() {
    CheckpointId id =
        new CheckpointId(startup.claim().epoch(), state.lastCompleted().epochMillis());
    return new CheckpointImage(
        id, state.copy(), outputs, logs.positions(state, journal.appliedLsn()), meta());
  }

  private String meta() {
    EngineSettings settings = startup.settings();
    return "application="
        + startup.identity().name()
        + "\nid="
        + startup.identity().id()
        + "\nepoch="
        + startup.claim().epoch()
        + "\nlast-completed-batch="
        + state.lastCompleted().epochMillis()
        + "\nlast-allocated-batch="
        + state.lastAllocated().epochMillis()
        + "\nbatch-interval-millis="
        + settings.batching().interval().toMillis()
        + "\n"
        + Sections.META_PARTITIONS
        + settings.batching().parallelism()
        + "\nguarantee="
        + settings.guarantee()
        + "\nwritten-by="
        + settings.owner()
        + "\njdk="
        + Runtime.version()
        + "\n";
  }
}
