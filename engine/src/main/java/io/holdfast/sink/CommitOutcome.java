package io.holdfast.sink;

/**
 * How a commit ended. On {@link Unknown} nothing is cleaned up and the sink is asked again (rule
 * R5).
 */
public sealed interface CommitOutcome {
  /** Visible and durable; {@code repeated} if an earlier attempt had done it. */
  record Committed(boolean repeated) implements CommitOutcome {}

  /** A newer epoch owns the output, or it refuses for good. */
  record Refused(String reason) implements CommitOutcome {}

  /** The attempt may or may not have taken effect. */
  record Unknown(String reason, RuntimeException cause) implements CommitOutcome {}
}
