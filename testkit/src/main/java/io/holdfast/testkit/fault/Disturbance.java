package io.holdfast.testkit.fault;

/**
 * Something that happens to a job without ending it, when it has come to a storage operation.
 *
 * @param operation number of the operation, counted in the run
 * @param kind what happens
 * @param millis how much of it
 */
public record Disturbance(long operation, Kind kind, long millis) {

  /** What can happen. */
  public enum Kind {
    /** The wall clock is set forward, or back if the time is negative; nothing else notices. */
    CLOCK,
    /** The process stands still for a while, as after SIGSTOP; all timers are late. */
    PAUSE
  }

  @Override
  public String toString() {
    return (kind == Kind.CLOCK ? "the clock is set by " : "the process stands still for ")
        + millis
        + " ms at operation "
        + operation;
  }
}
