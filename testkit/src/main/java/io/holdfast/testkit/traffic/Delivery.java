package io.holdfast.testkit.traffic;

/**
 * How a sender delivers; the seed of a life decides within these bounds.
 *
 * @param maxBurst records at a time, at least 1
 * @param maxPauseMillis between two bursts, simulated
 * @param maxRepeated so many records that are durable already are sent again after a start
 */
public record Delivery(int maxBurst, int maxPauseMillis, int maxRepeated) {
  /** Small bursts, short pauses, a few repeated. */
  public static final Delivery NORMAL = new Delivery(5, 5, 3);
}
