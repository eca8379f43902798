package io.holdfast.checkpoint;

import io.holdfast.DamageException;
import io.holdfast.NotReplayableException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The outcome of a search for the newest usable checkpoint. What was passed over belongs to the
 * answer: the caller reports it.
 *
 * @param checkpoint the newest intact one; empty if there is none
 * @param location its file; empty if there is none
 * @param passedOver newer ones that are not intact, newest first
 */
public record CheckpointFindings(
    Optional<Checkpoint> checkpoint,
    Optional<String> location,
    List<CheckpointFinding> passedOver) {

  public CheckpointFindings {
    passedOver = List.copyOf(passedOver);
  }

  /** Whether there are no checkpoints at all, which is not the same as no intact one. */
  public boolean none() {
    return checkpoint.isEmpty() && passedOver.isEmpty();
  }

  /**
   * The checkpoint that was found.
   *
   * @throws DamageException naming every file that was passed over, if none is intact
   * @throws NotReplayableException if there are no checkpoints at all
   */
  public Checkpoint required() {
    if (none()) {
      throw new NotReplayableException("There is no checkpoint.");
    }
    return checkpoint.orElseThrow(
        () -> new DamageException("None of the checkpoints is intact:\n" + report()));
  }

  /** One line for each that was passed over; empty if none was. */
  public String report() {
    return passedOver.stream()
        .map(finding -> "  " + finding.verdict() + "  " + finding.reason())
        .collect(Collectors.joining("\n"));
  }
}
