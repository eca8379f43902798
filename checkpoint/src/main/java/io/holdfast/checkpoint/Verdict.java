package io.holdfast.checkpoint;

/** What a checkpoint file was found to be. */
public enum Verdict {
  /** Every byte is what was written. */
  INTACT,
  /** Bytes are missing, changed or too many. */
  DAMAGED,
  /** Sound as far as this version can tell, but written by a newer one. */
  NEWER_FORMAT,
  /** Intact, but another application's. */
  WRONG_APPLICATION,
  /** Intact, but under the name of another checkpoint: somebody copied or renamed it. */
  MISNAMED,
  /** The storage failed while it was read; what it holds is unknown. */
  UNREADABLE
}
