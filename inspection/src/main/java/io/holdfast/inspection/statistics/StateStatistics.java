package io.holdfast.inspection.statistics;

import io.holdfast.checkpoint.state.StateChunk;
import io.holdfast.checkpoint.state.StateChunk.Kind;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;

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
  // Between the parts of a snapshot are deltas.
  private final Map<Kind, Open> open = new EnumMap<>(Kind.class);
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
      open.remove(chunk.kind());
    }
    Open parts =
        open.merge(chunk.kind(), new Open(chunk.entries(), payload.remaining()), Open::plus);
    if (chunk.last()) {
      complete(chunk, parts);
    }
  }

  /** Parts that were read of what is not complete yet. */
  private record Open(long entries, long bytes) {
    private Open plus(Open more) {
      return new Open(entries + more.entries, bytes + more.bytes);
    }
  }

  private void complete(StateChunk chunk, Open parts) {
    firstVersion = firstVersion == 0 ? chunk.version() : firstVersion;
    lastVersion = Math.max(lastVersion, chunk.version());
    if (chunk.kind() == Kind.SNAPSHOT) {
      snapshots++;
      snapshotEntries += parts.entries;
      snapshotBytes += parts.bytes;
      lastSnapshotEntries = parts.entries;
      lastSnapshotBytes = parts.bytes;
    } else {
      deltas++;
      deltaEntries += parts.entries;
      deltaBytes += parts.bytes;
      deltaSizes.add(parts.bytes);
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
