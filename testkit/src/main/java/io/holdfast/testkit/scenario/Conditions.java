package io.holdfast.testkit.scenario;

import io.holdfast.engine.Assembly;
import io.holdfast.source.SourceChoice;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;

/**
 * Under what conditions the lives of a job run: how the disk is set up, and what is put between the
 * job and the disk.
 */
public interface Conditions {
  /** Nothing out of the ordinary. */
  Conditions NORMAL = new Conditions() {};

  /** The engine's collaborators for one life. */
  default Assembly assembly() {
    return new Assembly();
  }

  /** The storage as the job sees it. */
  default Storage storage(Storage real) {
    return real;
  }

  /** What the streams of the job read from. */
  default SourceChoice sources(SourceChoice senders) {
    return senders;
  }

  /** Sets options of the first disk; crashes keep them. */
  default void prepare(SimulatedDisk disk) {}
}
