package io.holdfast.testkit.report;

/**
 * What a verdict is about.
 *
 * @param records of input
 * @param batches of the golden run
 * @param steps durable steps of the golden run
 * @param points crash points that there are
 * @param tried how many of them were tried
 * @param states different states of the storage that these left
 * @param depth how many crashes follow each other at most
 * @param sentence the scope in full, as it is said beside every verdict
 */
public record Scope(
    long records,
    long batches,
    long steps,
    long points,
    long tried,
    long states,
    int depth,
    String sentence) {

  /** Whether no crash point was left out. */
  public boolean complete() {
    return tried == points;
  }
}
