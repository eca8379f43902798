package io.holdfast.testkit.process;

import io.holdfast.ConfigurationException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a process ends itself: at the step of a number, {@code 120:before}, or where a milestone is
 * reached for the n-th time in this life, {@code F4:after:3}. Numbers of steps vary between two
 * runs, because threads take turns as they like; milestones mean the same in each.
 *
 * @param milestone empty for the step of a number
 * @param number of the step from 0, or how often the milestone is reached, from 1
 */
public record StepPoint(Optional<Milestone> milestone, long number, Phase phase) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(F[1-8]):(before|inside|after):(\\d{1,9}))|(\\d{1,9}):(before|inside|after)");

  /** Where in the step. */
  public enum Phase {
    /** It has no effect yet. */
    BEFORE,
    /**
     * A write has put the first half of its bytes into the file; of a milestone, the write of the
     * record that the milestone makes durable. What cannot be halved ends before it begins.
     */
    INSIDE,
    /** It has taken effect or, of a number, failed; nobody has been told. */
    AFTER
  }

  /** Checks that there is such a point. */
  public StepPoint {
    if (milestone.isPresent()
        && (number < 1 || (phase == Phase.INSIDE && !milestone.get().endsWrite()))) {
      throw new ConfigurationException(
          "There is no point "
              + text(milestone, number, phase)
              + ": milestones are counted from 1, and F5 and F7 are renames, which have no middle.");
    }
  }

  /** The step of a number. */
  public static StepPoint step(long number, Phase phase) {
    return new StepPoint(Optional.empty(), number, phase);
  }

  /** Where a milestone is reached for the {@code occurrence}-th time. */
  public static StepPoint of(Milestone milestone, Phase phase, long occurrence) {
    return new StepPoint(Optional.of(milestone), occurrence, phase);
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws ConfigurationException if it is not of that form
   */
  public static StepPoint parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new ConfigurationException(
          "'" + text + "' is no point of a run: write F4:after:3, or 120:before.");
    }
    return form.group(1) == null
        ? step(Long.parseLong(form.group(4)), phase(form.group(5)))
        : of(Milestone.valueOf(form.group(1)), phase(form.group(2)), Long.parseLong(form.group(3)));
  }

  private static Phase phase(String text) {
    return Phase.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private static String text(Optional<Milestone> milestone, long number, Phase phase) {
    String where = phase.name().toLowerCase(Locale.ROOT);
    return milestone.map(m -> m + ":" + where + ":" + number).orElse(number + ":" + where);
  }

  @Override
  public String toString() {
    return text(milestone, number, phase);
  }
}
