package io.holdfast.wal.storage.simulated;

/**
 * The process ended here. An {@link Error}, so that no code under test handles it: whoever drives
 * the simulation catches it, abandons every object of the dead process and goes on with what is on
 * the disk.
 */
public final class SimulatedCrash extends Error {

  public SimulatedCrash(String message) {
    super(message, null, false, false);
  }
}
