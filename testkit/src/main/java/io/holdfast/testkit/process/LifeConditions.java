package io.holdfast.testkit.process;

import io.holdfast.engine.Assembly;
import io.holdfast.runtime.Scheduler;
import io.holdfast.source.SourceChoice;
import io.holdfast.wal.storage.Storage;

/**
 * What is put between a job and its surroundings in the process that runs it; made there by its
 * constructor without arguments.
 */
public interface LifeConditions {
  /** Nothing out of the ordinary. */
  final class Normal implements LifeConditions {}

  /** The engine's collaborators. */
  default Assembly assembly() {
    return new Assembly();
  }

  /**
   * The storage as the job sees it.
   *
   * @param steps counts what reaches it
   */
  default Storage storage(Storage steps) {
    return steps;
  }

  /** Time and threads as the job sees them. */
  default Scheduler scheduler(Scheduler live) {
    return live;
  }

  /** Where the streams read from. */
  default SourceChoice sources(SourceChoice samples) {
    return samples;
  }
}
