package io.holdfast.engine.checkpointing;

import io.holdfast.checkpoint.Checkpoint;
import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.checkpoint.CheckpointSection;
import io.holdfast.checkpoint.SectionCodec;
import io.holdfast.engine.journal.DriverState;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that changes between checkpoints, taken in one go on the driver's executor so that it
 * fits together: the driver's state at a journal position, and what the logs are needed for.
 * Encoded and written elsewhere, later: blocks that wait may be a hundred thousand.
 *
 * @param state a copy of the driver's
 * @param outputs of the job by name
 */
public record CheckpointImage(
    CheckpointId id, DriverState state, List<String> outputs, LogPositions positions, String meta) {

  Checkpoint checkpoint(GraphSections graph, long createdMillis) {
    List<CheckpointSection> sections = new ArrayList<>();
    sections.add(CheckpointSection.text(Sections.META, Sections.VERSION, meta));
    sections.add(
        new CheckpointSection(
            Sections.PENDING_OUTLINE, Sections.VERSION, SectionCodec.FIELDS, state.encode()));
    sections.add(CheckpointSection.text(Sections.POSITIONS, Sections.VERSION, positions.text()));
    sections.addAll(graph.fixed());
    sections.add(graph.pending(pending()));
    return new Checkpoint(id, createdMillis, sections);
  }

  private List<PendingJob> pending() {
    List<PendingJob> jobs = new ArrayList<>();
    state
        .pending()
        .forEach(
            batch -> {
              List<String> blocks =
                  batch.allBlocks().stream().map(b -> b.stream() + "/" + b.sequence()).toList();
              outputs.forEach(
                  output -> jobs.add(new PendingJob(batch.time().epochMillis(), output, blocks)));
            });
    return jobs;
  }
}
