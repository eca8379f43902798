package io.holdfast.checkpoint.state;

import io.holdfast.checkpoint.state.StateChunk.Kind;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogScan;
import java.util.Locale;

/**
 * Follows a state log by its structure alone, without the classes of keys and values, and in
 * constant memory: does it lead to a version, as a start would need it? Counts deltas by the rule
 * of {@link StateLoader}: of the same version written again, the later one counts. Used by one
 * thread.
 */
public final class StateChain implements LogScan.RecordVisitor {
  private final String location;
  private final long wanted;
  private StateChunk collecting;
  private int parts;
  private StateChunk candidate;
  private long version;
  private boolean broken;
  private long deltas;
  private long snapshots;
  private long entries;

  /**
   * @param location of the log, for errors
   * @param wantedVersion the batch up to which the state is needed; what is newer is only counted
   */
  public StateChain(String location, long wantedVersion) {
    this.location = location;
    this.wanted = wantedVersion;
  }

  @Override
  public void record(long segment, Frame record) {
    String place = location + " LSN " + record.lsn();
    StateChunk chunk = StateChunk.header(record.payload(), place);
    StateChunk.entries(record.payload(), place, (key, value) -> entries++);
    if (chunk.part() == 0) {
      collecting = chunk;
      parts = 0;
    }
    if (!continues(chunk)) {
      collecting = null;
      return;
    }
    parts++;
    if (chunk.last()) {
      completed(chunk);
      collecting = null;
    }
  }

  /** The version that the records so far lead to, not above the wanted one. */
  public long version() {
    return candidate == null ? version : candidate.version();
  }

  /** Whether a delta is missing on the way to {@link #version()}. */
  public boolean broken() {
    return broken || (candidate != null && candidate.previous() != version);
  }

  public boolean leadsToWanted() {
    return !broken() && version() == wanted;
  }

  /** What was seen, for people. */
  public String describe() {
    return String.format(
        Locale.ROOT, "deltas %,d, snapshots %,d, entries %,d", deltas, snapshots, entries);
  }

  private boolean continues(StateChunk chunk) {
    return collecting != null
        && parts == chunk.part()
        && collecting.kind() == chunk.kind()
        && collecting.version() == chunk.version()
        && collecting.epoch() == chunk.epoch();
  }

  private void completed(StateChunk chunk) {
    if (chunk.kind() == Kind.SNAPSHOT) {
      snapshots++;
    } else {
      deltas++;
    }
    if (chunk.version() > wanted) {
      return;
    }
    if (chunk.kind() == Kind.SNAPSHOT) {
      version = chunk.version();
      candidate = null;
      broken = false;
      return;
    }
    if (candidate == null || candidate.version() != chunk.version()) {
      broken = broken();
      version = version();
    }
    candidate = chunk;
  }
}
