package io.holdfast.testkit.prove;

import io.holdfast.ConfigurationException;
import io.holdfast.testkit.process.StepPoint;

/**
 * The end of a real process: {@code 141:before:kill}, {@code F6:inside:1:kill}, {@code
 * 141:after:stop}.
 *
 * @param at which point of its run
 * @param stop whether the machine stops, and what was not forced is lost; otherwise only the
 *     process ends
 */
public record ProcessCrash(StepPoint at, boolean stop) {
  private static final String KILL = ":kill";
  private static final String STOP = ":stop";

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws ConfigurationException if it is not of that form
   */
  public static ProcessCrash parse(String text) {
    if (!text.endsWith(KILL) && !text.endsWith(STOP)) {
      throw new ConfigurationException(
          "'"
              + text
              + "' is no crash: write 141:before:kill, 141:before:stop, or F6:inside:1:kill.");
    }
    return new ProcessCrash(
        StepPoint.parse(text.substring(0, text.length() - KILL.length())), text.endsWith(STOP));
  }

  /** What was lost, as reports say it. */
  String loss() {
    return stop ? "all that was not forced" : "nothing";
  }

  @Override
  public String toString() {
    return at + (stop ? STOP : KILL);
  }
}
