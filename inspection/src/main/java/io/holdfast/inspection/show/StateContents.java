package io.holdfast.inspection.show;

import io.holdfast.engine.journal.Allocation;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.JournalEvent.Loss;
import io.holdfast.engine.journal.ReceivedBlockTracker;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Text;
import java.util.ArrayList;
import java.util.List;

/** The driver's state in words: where it stands, and what is still to be done. */
final class StateContents {
  private StateContents() {}

  static List<Content> of(DriverState state) {
    List<Content> contents = new ArrayList<>(summary(state));
    state
        .trackers()
        .values()
        .forEach(
            tracker ->
                tracker
                    .unallocated()
                    .forEach(
                        block ->
                            contents.add(
                                JournalContents.block(
                                    "unallocated_block", "    not in a batch: ", block))));
    state
        .pending()
        .forEach(
            batch -> {
              Content words = JournalContents.batch(batch);
              contents.add(new Content(words.type(), "  " + words.words(), words.fields()));
              batch
                  .allBlocks()
                  .forEach(
                      block -> contents.add(JournalContents.block("pending_block", "    ", block)));
            });
    return contents;
  }

  /** Without the single blocks. */
  static List<Content> summary(DriverState state) {
    List<Content> contents = new ArrayList<>();
    contents.add(position(state));
    state.trackers().forEach((stream, tracker) -> contents.add(stream(stream, tracker)));
    return contents;
  }

  private static Content position(DriverState state) {
    StringBuilder words =
        new StringBuilder("  epoch ")
            .append(state.epoch())
            .append("\n  last allocated batch ")
            .append(JournalContents.batchOrNone(state.lastAllocated()))
            .append("\n  last completed batch ")
            .append(JournalContents.batchOrNone(state.lastCompleted()));
    state
        .stateVersions()
        .forEach(
            (name, version) ->
                words.append("\n  state '").append(name).append("' at batch ").append(version));
    if (!state.pending().isEmpty()) {
      long records = state.pending().stream().mapToLong(Allocation::records).sum();
      words
          .append("\n  ")
          .append(Text.count(state.pending().size(), "pending batch"))
          .append(" with ")
          .append(Text.count(records, "record"));
    }
    return Content.of("driver_state", words.toString())
        .with("epoch", state.epoch())
        .with("last_allocated_batch", state.lastAllocated().epochMillis())
        .with("last_completed_batch", state.lastCompleted().epochMillis())
        .with("state_versions", state.stateVersions())
        .with("pending_batches", state.pending().size())
        .with("unallocated_blocks", state.unallocatedBlocks());
  }

  private static Content stream(String name, ReceivedBlockTracker tracker) {
    String words =
        "  stream '"
            + name
            + "': "
            + Text.count(tracker.lastSequence(), "block")
            + " so far, source durable through "
            + (tracker.durableOffsets().isEmpty()
                ? "nothing"
                : JournalContents.offsets(tracker.durableOffsets()))
            + ", "
            + tracker.unallocatedCount()
            + " not yet in a batch"
            + lost(tracker.lost());
    return Content.of("stream", words)
        .with("stream", name)
        .with("last_sequence", tracker.lastSequence())
        .with("source_offsets", tracker.durableOffsets())
        .with("unallocated_blocks", tracker.unallocatedCount())
        .with("lost_blocks", tracker.lost().blocks())
        .with("lost_records", tracker.lost().records());
  }

  private static String lost(Loss lost) {
    return lost.blocks() == 0 ? "" : ", lost " + JournalContents.amount(lost);
  }
}
