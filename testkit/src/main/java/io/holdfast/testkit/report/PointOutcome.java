package io.holdfast.testkit.report;

import java.util.Optional;

/**
 * What came of one crash.
 *
 * @param step number of the step at which the job died
 * @param phase {@code before}, {@code inside} or {@code after} it
 * @param loss what else was lost: {@code nothing} (the process was killed), {@code all that was not
 *     forced} (the machine stopped) and so on
 * @param outcome what the recovered job made of it
 * @param recoveryMillis from the new start to the first batch that was completed after it; -1 if
 *     there was none
 * @param repeatedRecords how many records the source was asked for again
 * @param residueFiles temporary and staged files left when everything was over
 * @param detail what is wrong, in words; empty if nothing is
 * @param hit the step of its own run at which the job really died, where that need not be the
 *     golden run's step of this number, because threads take turns as they like; otherwise empty
 */
public record PointOutcome(
    long step,
    String phase,
    String loss,
    Outcome outcome,
    long recoveryMillis,
    long repeatedRecords,
    long residueFiles,
    String detail,
    Optional<Step> hit) {

  /** How a recovery ended. */
  public enum Outcome {
    /** The output is what it has to be. */
    EXACT,
    /** Something is missing, twice, or other. */
    WRONG,
    /** The job did not start or did not come to its end. */
    NOT_RECOVERED,
    /** The run ended before it came to the point: it is not repeatable. */
    NOT_REACHED
  }
}
