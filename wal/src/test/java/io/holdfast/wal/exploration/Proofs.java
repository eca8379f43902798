package io.holdfast.wal.exploration;

/** What the suites may rely on besides the segments themselves. */
final class Proofs {
  /**
   * Whether a mark beside each segment proves its last acknowledged group. Without it the last
   * group, and whatever stands behind it, can be cut off a log together with all evidence.
   */
  static final boolean TAIL_MARKED = true;

  private Proofs() {}
}
