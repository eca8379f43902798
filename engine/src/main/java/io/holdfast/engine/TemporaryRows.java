package io.holdfast.engine;

import io.holdfast.backend.local.SpillSpace;
import io.holdfast.checkpoint.kryo.KryoCodec;

/** Room on disk for the rows that batches of a driver keep. */
final class TemporaryRows {
  private TemporaryRows() {}

  /** Room for a driver that has the lock; what earlier ones have left in it is deleted. */
  static SpillSpace of(Startup startup) {
    EngineSettings settings = startup.settings();
    SpillSpace space =
        new SpillSpace(
            settings.persist().place(),
            startup.identity().id(),
            startup.claim().epoch(),
            KryoCodec.forRecords(settings.registrations()),
            settings.persist().memoryBytes());
    space.sweep();
    return space;
  }
}
