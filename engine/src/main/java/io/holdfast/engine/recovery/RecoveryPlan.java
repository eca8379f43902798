package io.holdfast.engine.recovery;

import io.holdfast.checkpoint.Checkpoint;
import io.holdfast.checkpoint.CheckpointFinding;
import io.holdfast.engine.checkpointing.LogPositions;
import io.holdfast.engine.checkpointing.RetentionPolicy.Kept;
import io.holdfast.engine.journal.Allocation;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.SegmentReport;
import io.holdfast.wal.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a start would do. Made from storage without touching it; everything in it is sound, or the
 * planner would have refused.
 *
 * @param checkpoint where it starts from; empty for the first start, or when the whole journal is
 *     there
 * @param passedOver newer checkpoints that are not intact
 * @param kept verified checkpoints, newest first, for retention
 * @param positions proofs of the checkpoint; none without one
 * @param journal scanned
 * @param journalRecords how many records of it were folded
 * @param state the driver's state after the fold
 * @param dataLogs scanned, by name
 */
public record RecoveryPlan(
    Optional<Checkpoint> checkpoint,
    List<CheckpointFinding> passedOver,
    List<Kept> kept,
    LogPositions positions,
    LogScan journal,
    long journalRecords,
    DriverState state,
    Map<String, LogScan> dataLogs) {

  /**
   * The epoch of a start by this plan.
   *
   * @param upcoming above all that were claimed
   */
  public long epochFrom(long upcoming) {
    return Math.max(upcoming, state.epoch() + 1);
  }

  public String checkpointName() {
    return checkpoint.map(c -> c.id().fileName()).orElse("none");
  }

  /** The plan for people, a line each. */
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    lines.add("checkpoint: " + checkpointName());
    passedOver.forEach(finding -> lines.add("  passed over: " + finding.reason()));
    lines.add("journal: " + journalRecords + " records after it" + tail(journal));
    dataLogs.forEach(
        (name, log) ->
            lines.add("data log '" + name + "': through LSN " + log.lastLsn() + tail(log)));
    for (Allocation batch : state.pending()) {
      lines.add(
          "batch "
              + batch.time()
              + ": "
              + batch.records()
              + " records, ask the outputs, then run what is missing");
    }
    lines.add("not yet in a batch: " + state.unallocatedBlocks() + " blocks");
    state
        .trackers()
        .forEach(
            (stream, tracker) ->
                lines.add("'" + stream + "' continues behind " + tracker.durableOffsets()));
    return lines;
  }

  private static String tail(LogScan log) {
    String torn =
        log.segments().stream()
            .filter(s -> s.verdict() == Verdict.TORN_TAIL)
            .map(SegmentReport::explanation)
            .findFirst()
            .map(why -> "; torn tail: " + why)
            .orElse("");
    return (log.unprovenRecords() > 0
            ? "; " + log.unprovenRecords() + " records to be written again"
            : "")
        + torn;
  }
}
