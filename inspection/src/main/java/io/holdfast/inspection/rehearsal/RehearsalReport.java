package io.holdfast.inspection.rehearsal;

import io.holdfast.ExitCode;
import io.holdfast.checkpoint.state.StateComparison;
import java.util.List;
import java.util.Optional;

/**
 * What came out of a rehearsal.
 *
 * @param asked how many batches were asked for
 * @param batches times of those that were run, oldest first
 * @param records of them
 * @param limit why there are not as many as were asked for; empty if there are
 * @param now how the new code ended
 * @param old how the old code ended; empty if it was not given
 * @param outputs what each output was in each batch
 * @param states what each state was after the last batch; empty if the new code did not come to it
 */
public record RehearsalReport(
    int asked,
    List<Long> batches,
    long records,
    String limit,
    Run now,
    Optional<Run> old,
    List<OutputBatch> outputs,
    List<StateResult> states) {

  /**
   * How a run ended.
   *
   * @param completed how many batches it completed
   * @param failure what ended it before the last; empty if nothing did
   * @param code of that failure, or {@link ExitCode#OK}
   */
  public record Run(int completed, String failure, ExitCode code) {}

  /**
   * An output in a batch.
   *
   * @param against what it was compared with; empty if with nothing
   * @param reason why it was not compared; empty if it was
   * @param rows what differs; where it was not compared, the rows of the new code
   */
  public record OutputBatch(
      String output, long batch, String against, String reason, RowDifference rows) {
    /** Whether something came out that had not come out before, or the other way round. */
    public boolean differs() {
      return reason.isEmpty() && !rows.none();
    }
  }

  /** A state after the last batch, beside what the old code had left of it. */
  public record StateResult(String state, StateComparison.Result values) {}

  /** Whether the new code does something else. */
  public boolean differs() {
    return outputs.stream().anyMatch(OutputBatch::differs)
        || states.stream().anyMatch(state -> !state.values.none())
        || now.code == ExitCode.JOB_FAILED;
  }

  /** What a command ends with that has found this. */
  public ExitCode exitCode() {
    if (differs()) {
      return ExitCode.DRIFT;
    }
    return now.code != ExitCode.OK ? now.code : old.map(Run::code).orElse(ExitCode.OK);
  }
}
