package io.holdfast.inspection.statistics;

import io.holdfast.checkpoint.state.StateChunk;
import io.holdfast.checkpoint.state.StateChunk.Kind;
import java.nio.ByteBuffer;

/** Counts over the deltas and snapshots of one state log, all that are there. */
final class StateStatistics {
  private final String location;
  private final Sketch deltaSizes = new Sketch();
  private long deltas;
  private long deltaEntries;
  private long deltaBytes;
  private long snapshots;
  private long snapshotEntries;
  private long snapshotBytes;
  private long lastSnapshotEntries;
  private long lastSnapshotBytes;
  private long openBytes;
  private long openEntries;
  private long firstVersion;
  private long lastVersion;

  StateStatistics(String location) {
    this.location = location;
  }

  /**
   * A record of the log.
   *
   * @throws io.holdfast.HoldfastException if it cannot be decoded
   */
  void record(ByteBuffer payload, long lsn) {
    StateChunk chunk = StateChunk.header(payload, location + " LSN " + lsn);
    if (chunk.kind() == Kind.CLASSES) {
      return;
    }
    if (chunk.part() == 0) {
      openBytes = 0;
      openEntries = 0;
    }
    openBytes += payload.remaining();
    openEntries += chunk.entries();
    if (chunk.last()) {
      complete(chunk);
    }
  }

  private void complete(StateChunk chunk) {
    firstVersion = firstVersion == 0 ? chunk.version() : firstVersion;
    lastVersion = Math.max(lastVersion, chunk.version());
    if (chunk.kind() == Kind.SNAPSHOT) {
      snapshots++;
      snapshotEntries += openEntries;
      snapshotBytes += openBytes;
      lastSnapshotEntries = openEntries;
      lastSnapshotBytes = openBytes;
    } else {
      deltas++;
      deltaEntries += openEntries;
      deltaBytes += openBytes;
      deltaSizes.add(openBytes);
    }
  }

  Sketch deltaSizes() {
    return deltaSizes;
  }

  long deltas() {
    return deltas;
  }

  long deltaEntries() {
    return deltaEntries;
  }

  long deltaBytes() {
    return deltaBytes;
  }

  long snapshots() {
    return snapshots;
  }

  long snapshotEntries() {
    return snapshotEntries;
  }

  long snapshotBytes() {
    return snapshotBytes;
  }

  long lastSnapshotEntries() {
    return lastSnapshotEntries;
  }

  long lastSnapshotBytes() {
    return lastSnapshotBytes;
  }

  long firstVersion() {
    return firstVersion;
  }

  long lastVersion() {
    return lastVersion;
  }
}
