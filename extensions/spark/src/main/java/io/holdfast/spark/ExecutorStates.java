package io.holdfast.spark;

import io.holdfast.backend.PartitionTask.Rows;
import io.holdfast.backend.StateOp;
import io.holdfast.backend.StateTask;
import io.holdfast.backend.Step;
import io.holdfast.backend.feed.Feed;
import io.holdfast.checkpoint.placed.PartitionPart;
import io.holdfast.checkpoint.state.PartitionChanges;
import io.holdfast.checkpoint.state.PartitionFacts;
import io.holdfast.checkpoint.state.PartitionStore;
import io.holdfast.checkpoint.state.StateChanges;
import io.holdfast.engine.cluster.PartitionLoader;
import io.holdfast.engine.cluster.PartitionRequest;
import io.holdfast.engine.state.PartitionView;
import io.holdfast.wal.LogHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of states that this process has in memory. A task says on which version it builds
 * and what was written of the partition last; if that is what is here, or what was changed here
 * last, nothing is read. Changes become the partition when the next batch shows that they count:
 * another attempt may have won. Any thread; one at a time works on a partition.
 */
final class ExecutorStates {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorStates.class);

  /** A batch that is tried again may come back to a partition that another batch has taken on. */
  private static final int KEPT_BATCHES = 16;

  private final PartitionLoader loader;
  private final Supplier<ExecutorLog> logs;
  private final RecentPartitions<Slot> slots = new RecentPartitions<>(KEPT_BATCHES, Slot::new);

  ExecutorStates(PartitionLoader loader, Supplier<ExecutorLog> logs) {
    this.loader = loader;
    this.logs = logs;
  }

  /** One partition. */
  private static final class Slot {
    private PartitionStore store;
    private PartitionPart last;
    private StateChanges pending;
    private PartitionPart pendingPart;
    private PartitionRequest done;
    private StateOutcome<?> outcome;
  }

  /** Updates a partition, once for a request. */
  @SuppressWarnings("unchecked") // the outcome of the same request
  <I, O> StateOutcome<O> update(
      PartitionRequest request, StateOp<I, O> op, boolean emits, Step step, Feed<I> arrived) {
    Slot slot = slots.of(request.state(), request.partition(), request.version());
    synchronized (slot) {
      if (!request.equals(slot.done)) {
        slot.done = null;
        bring(slot, request);
        slot.outcome = updated(slot, request, op, emits, step, arrived);
        slot.done = request;
      }
      return (StateOutcome<O>) slot.outcome;
    }
  }

  /** Brings the partition to the version on which the request builds. */
  private void bring(Slot slot, PartitionRequest request) {
    boolean here = slot.store != null && Objects.equals(slot.last, request.last());
    boolean ahead = slot.pending != null && Objects.equals(slot.pendingPart, request.last());
    if (ahead) {
      slot.store.apply(slot.pending);
    } else if (!here) {
      slot.store =
          loader.load(request.state(), request.partition(), request.partitions(), request.base());
      LOG.info(
          "Partition {} of state '{}' at version {} was read from the logs: {} keys",
          request.partition(),
          request.state(),
          request.base(),
          slot.store.keys());
    }
    slot.last = request.last();
    slot.pending = null;
    slot.pendingPart = null;
  }

  private <I, O> StateOutcome<O> updated(
      Slot slot,
      PartitionRequest request,
      StateOp<I, O> op,
      boolean emits,
      Step step,
      Feed<I> arrived) {
    List<PartitionPart> parts = new ArrayList<>();
    ExecutorLog log = logs.get();
    if (request.whole() && request.base() > 0) {
      List<LogHandle> whole = log.appendAll(slot.store.snapshot());
      parts.add(part(log, request, true, request.base(), whole, PartitionFacts.NONE));
    }
    StateChanges changes = slot.store.begin(request.version());
    PartitionView view = new PartitionView(changes, request.partition());
    Rows<I> rowsArrived = arrived::into;
    Rows<O> rows = op.run(new StateTask<>(rowsArrived, view, emits, step));
    view.finish();
    PartitionChanges filled = changes.filled(request.partition());
    List<LogHandle> written = log.appendAll(slot.store.records(changes));
    PartitionPart delta = part(log, request, false, request.version(), written, filled.facts());
    parts.add(delta);
    slot.pending = changes;
    slot.pendingPart = delta;
    return new StateOutcome<>(rows, List.copyOf(parts), filled);
  }

  private static PartitionPart part(
      ExecutorLog log,
      PartitionRequest request,
      boolean whole,
      long version,
      List<LogHandle> records,
      PartitionFacts facts) {
    return new PartitionPart(
        request.partition(), request.partitions(), whole, version, log.name(), records, facts);
  }
}
