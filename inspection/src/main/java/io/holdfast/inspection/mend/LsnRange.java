package io.holdfast.inspection.mend;

/** Records of a log, by their numbers, both included. */
record LsnRange(long first, long last) {
  @Override
  public String toString() {
    return first == last ? "LSN " + first : "LSN " + first + " to " + last;
  }
}
