package io.holdfast.testkit.prove;

import io.holdfast.testkit.report.Counterexample;
import io.holdfast.testkit.report.PointOutcome;
import io.holdfast.testkit.report.Scope;
import java.util.List;
import java.util.Optional;

/** How the lives of a job are run and ended: in simulation, or in processes of their own. */
interface ProofMode {
  /** As reports name it. */
  String name();

  /** Whether two runs with the same seed do the same in the same order. */
  boolean repeatsRuns();

  /**
   * Runs the job without a crash.
   *
   * @throws RuntimeException if the job cannot be made or defined
   * @throws LinkageError if it needs a class that is not there
   */
  CalmRun run(ProofRequest request, Variant variant);

  /**
   * Tries the crashes of the job.
   *
   * @param golden has run, and nothing stands in the way
   */
  Explored explore(GoldenRun golden, Watch watch);

  /** The runs without a crash that are compared with each other. */
  enum Variant {
    /** The one that all others are compared with. */
    GOLDEN,
    /** The same once more. */
    AGAIN,
    /** The same records in other batches. */
    OTHER_BATCHES,
    /** All records in one batch; only where runs do not repeat themselves. */
    ONE_BATCH
  }

  /** Hears what an exploration does, from any thread, and tells it when to end. */
  interface Watch {
    /** A crash was recovered from, or not. */
    void tried(PointOutcome point);

    /** Something that takes a while has begun. */
    void says(String line);

    /** Whether the time is over, or will be in so many milliseconds. */
    boolean outOfTime(long inMillis);
  }

  /**
   * What came of an exploration.
   *
   * @param scope with its sentence
   * @param obstacle why nothing can be said after all; empty if something can
   * @param whole whether everything was tried that was meant to be
   * @param warnings that do not stand in the way
   */
  record Explored(
      Scope scope,
      Optional<String> obstacle,
      boolean whole,
      Optional<Counterexample> counterexample,
      List<String> warnings) {}
}
