package io.holdfast.inspection.plan;

import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.checkpoint.state.StateChunk.Kind;
import io.holdfast.engine.graph.GraphOutline.Line;
import io.holdfast.engine.journal.Allocation;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.JournalEvent.Loss;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.journal.ReceivedBlockTracker;
import io.holdfast.engine.recovery.RecoveryPlan;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Table;
import io.holdfast.inspection.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The second half of a plan: what comes behind the reading. */
final class PlanActions {
  private final StartPlan plan;
  private final RecoveryPlan recovery;
  private final DriverState state;
  private final PlanContents.Steps out;

  PlanActions(StartPlan plan, RecoveryPlan recovery, PlanContents.Steps out) {
    this.plan = plan;
    this.recovery = recovery;
    this.state = recovery.state();
    this.out = out;
  }

  void show() {
    outputs();
    states();
    boolean refused = plan.time().isEmpty();
    if (refused) {
      return;
    }
    PlanSegments.show(plan, recovery, out);
    genesis();
    losses();
    batches();
    streams();
    PlanTimes.show(plan.time().get(), state, out);
  }

  private void outputs() {
    List<String> names =
        plan.outline().stream()
            .flatMap(graph -> graph.lines().stream())
            .filter(line -> line.id() == 0 && line.named())
            .map(Line::name)
            .toList();
    String pending = Text.count(state.pending().size(), "pending batch");
    String words =
        "open the outputs, which fences older drivers"
            + (state.pending().isEmpty()
                ? ""
                : ", and ask each sink about "
                    + pending
                    + ": only the sink knows whether it has committed");
    out.step(
        Content.of("plan_outputs", words)
            .with("outputs", names)
            .with("asked_batches", state.pending().stream().map(PlanActions::millis).toList()));
  }

  private static long millis(Allocation batch) {
    return batch.time().epochMillis();
  }

  private void states() {
    if (plan.states().isEmpty()) {
      out.step(Content.words("load no state"));
      return;
    }
    boolean maybeLater = !state.pending().isEmpty();
    out.step(
        Content.words(
            "load the states, each log in two passes"
                + (maybeLater
                    ? "; later, if every output turns out to have committed pending batches"
                    : "")));
    Table table =
        Table.of(
            "      ",
            "state",
            "at batch",
            ">snapshot",
            ">entries",
            ">deltas",
            ">bytes",
            ">entries",
            ">deltas of pending batches");
    for (StateStart start : plan.states()) {
      state(table, start);
    }
    table.forEach(out);
  }

  private static void state(Table table, StateStart start) {
    var snapshots = start.of(Kind.SNAPSHOT);
    var deltas = start.of(Kind.DELTA);
    Content content =
        Content.of("plan_state", "")
            .with("state", start.name())
            .with("version", start.version())
            .with("snapshot_bytes", StateStart.bytes(snapshots))
            .with("snapshot_entries", StateStart.entries(snapshots))
            .with("deltas", deltas.size())
            .with("delta_bytes", StateStart.bytes(deltas))
            .with("delta_entries", StateStart.entries(deltas))
            .with("deltas_above", start.above().size());
    table.row(
        content,
        Text.printable(start.name()),
        start.version() == 0 ? "none" : start.version(),
        snapshots.isEmpty() ? "none" : Text.bytes(StateStart.bytes(snapshots)),
        StateStart.entries(snapshots),
        deltas.size(),
        Text.bytes(StateStart.bytes(deltas)),
        StateStart.entries(deltas),
        start.above().size());
  }

  private void genesis() {
    CheckpointId id = new CheckpointId(plan.epoch(), state.lastCompleted().epochMillis());
    String deleted =
        plan.unfinished().isEmpty()
            ? ""
            : "delete unfinished checkpoints: " + String.join(", ", plan.unfinished()) + "; ";
    out.step(
        Content.of("plan_genesis", deleted + "write and verify checkpoint " + PlanContents.name(id))
            .with("deleted", plan.unfinished())
            .with("file", id.fileName()));
  }

  private void losses() {
    out.step(
        Content.of("plan_journaled", "write epoch " + plan.epoch() + " to the journal")
            .with("epoch", plan.epoch()));
    for (Loss loss : state.newLosses(plan.epoch(), state.pending())) {
      String words =
          "      and that stream '"
              + Text.printable(loss.stream())
              + "' has lost up to "
              + Text.count(loss.blocks(), "block")
              + " with "
              + Text.count(loss.records(), "record")
              + ", which only the memory of a driver held";
      out.accept(
          Content.of("plan_loss", words)
              .with("stream", loss.stream())
              .with("blocks", loss.blocks())
              .with("records", loss.records()));
    }
  }

  private void batches() {
    if (state.pending().isEmpty()) {
      out.step(Content.words("run no batch again: none is pending"));
      return;
    }
    out.step(
        Content.words("run the pending batches in order, and commit to the outputs that have not"));
    Table table = Table.of("      ", "batch", ">blocks", ">records", ">bytes", "from");
    for (Allocation batch : state.pending()) {
      List<ReceivedBlock> blocks = batch.allBlocks();
      Content content =
          Content.of("plan_batch", "")
              .with("batch", millis(batch))
              .with("blocks", blocks.size())
              .with("records", batch.records())
              .with("length", bytes(blocks))
              .with("streams", List.copyOf(batch.blocks().keySet()))
              .with("committed", "ask");
      table.row(
          content,
          batch.time(),
          blocks.size(),
          batch.records(),
          Text.bytes(bytes(blocks)),
          batch.blocks().entrySet().stream()
              .map(PlanActions::range)
              .collect(Collectors.joining(", ")));
    }
    table.forEach(out);
  }

  private static String range(Map.Entry<String, List<ReceivedBlock>> stream) {
    List<ReceivedBlock> blocks = stream.getValue();
    String name = Text.printable(stream.getKey());
    return blocks.isEmpty()
        ? name
        : name + "/" + blocks.get(0).sequence() + " to " + blocks.get(blocks.size() - 1).sequence();
  }

  private static long bytes(Collection<ReceivedBlock> blocks) {
    return blocks.stream().mapToLong(ReceivedBlock::lengthBytes).sum();
  }

  private void streams() {
    if (state.trackers().isEmpty()) {
      out.step(Content.words("receive from the beginning of every source"));
      return;
    }
    out.step(Content.words("receive again, behind what is durable"));
    Table table =
        Table.of("      ", "stream", ">blocks not in a batch", ">records", ">bytes", "behind");
    state.trackers().forEach((name, tracker) -> stream(table, name, tracker));
    table.forEach(out);
  }

  private static void stream(Table table, String name, ReceivedBlockTracker tracker) {
    List<ReceivedBlock> waiting = tracker.unallocated();
    long records = waiting.stream().mapToLong(ReceivedBlock::records).sum();
    Map<String, Long> offsets = tracker.durableOffsets();
    List<String> behind = new ArrayList<>();
    offsets.forEach((partition, offset) -> behind.add(Text.printable(partition) + "=" + offset));
    Content content =
        Content.of("plan_stream", "")
            .with("stream", name)
            .with("unallocated_blocks", waiting.size())
            .with("unallocated_records", records)
            .with("unallocated_bytes", bytes(waiting))
            .with("source_offsets", offsets);
    table.row(
        content,
        Text.printable(name),
        waiting.size(),
        records,
        Text.bytes(bytes(waiting)),
        behind.isEmpty() ? "nothing: from the beginning" : String.join(", ", behind));
  }
}
