package io.holdfast.sink;

/** How a commit ended. On {@link Unknown} nothing is cleaned up and the sink is asked (rule R5). */
public sealed interface CommitOutcome {
  /** Visible and durable; {@code repeated} if an earlier attempt had done it. */
  record Committed(boolean repeated) implements CommitOutcome {}

  /** A newer epoch owns the output, or it refuses for good. */
  record Refused(String reason) implements CommitOutcome {}

  /**
   * The attempt may or may not have taken effect.
   *
   * @param askAgain whether this session can find out: then it is called again after a while, as
   *     often as it takes. If not, the driver halts, and the next start asks.
   */
  record Unknown(String reason, RuntimeException cause, boolean askAgain)
      implements CommitOutcome {}
}
