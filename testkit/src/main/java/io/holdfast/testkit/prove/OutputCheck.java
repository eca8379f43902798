package io.holdfast.testkit.prove;

import java.util.Optional;

/**
 * Says whether the output of a job is right, where comparing it with that of an undisturbed run
 * does not: because it depends on how batches were cut, or because there is more than one right
 * answer. Made by its constructor without arguments. See {@link Checks} for ready ones.
 */
@FunctionalInterface
public interface OutputCheck {

  /**
   * Looks at what a run has left, when all input was processed and the job was stopped.
   *
   * @return what is wrong, in words; empty if nothing is
   */
  Optional<String> wrong(JobOutput output);
}
