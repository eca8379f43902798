package io.holdfast.testkit.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What happens at the steps of one life.
 *
 * @param end where the process ends itself; empty: nowhere
 * @param losesUnforced whether what was not forced is lost at that end, as when the machine stops;
 *     otherwise it is kept, as when only the process dies
 * @param forceDelay how much longer every force takes
 * @param trace the file to which every step is written as a line; empty: none
 */
public record StepPlan(
    Optional<StepPoint> end, boolean losesUnforced, Duration forceDelay, Optional<Path> trace) {
  /** Steps are counted and nothing else. */
  public static final StepPlan COUNT_ONLY =
      new StepPlan(Optional.empty(), false, Duration.ZERO, Optional.empty());

  /** The same with another end. */
  public StepPlan endingAt(StepPoint point) {
    return new StepPlan(Optional.of(point), losesUnforced, forceDelay, trace);
  }

  /** The same with what was not forced lost at the end. */
  public StepPlan losingUnforced() {
    return new StepPlan(end, true, forceDelay, trace);
  }

  /** The same with slower forces. */
  public StepPlan forcesSlowerBy(Duration delay) {
    return new StepPlan(end, losesUnforced, delay, trace);
  }

  /** The same with a trace. */
  public StepPlan tracedTo(Path file) {
    return new StepPlan(end, losesUnforced, forceDelay, Optional.of(file));
  }
}
