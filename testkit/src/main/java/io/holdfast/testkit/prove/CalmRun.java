package io.holdfast.testkit.prove;

import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.testkit.report.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One run of a job without any crash, that has come to its end or has failed. */
interface CalmRun {
  /** Its durable steps, in their order. */
  List<Step> steps();

  /** Batches that it has completed. */
  long batches();

  /** What the job defines. */
  DStreamGraph definition();

  /** Places outside of its directory that it has used. */
  Set<String> locations();

  /** Why it did not come to its end, or what it has left that it must not; empty if all is well. */
  Optional<Throwable> failure();

  /** What it has left. */
  Remains remains();

  /** Whether it has done the same in the same order; only asked where runs can be repeated. */
  boolean didTheSameAs(CalmRun other);
}
