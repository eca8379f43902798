package io.holdfast.inspection.statistics;

/**
 * A span of time.
 *
 * @param sinceMillis the first millisecond
 * @param untilMillis the first that is not in it any more
 */
public record Window(long sinceMillis, long untilMillis) {
  /** All of it. */
  public static final Window ALL = new Window(Long.MIN_VALUE, Long.MAX_VALUE);

  boolean contains(long epochMillis) {
    return epochMillis >= sinceMillis && epochMillis < untilMillis;
  }
}
