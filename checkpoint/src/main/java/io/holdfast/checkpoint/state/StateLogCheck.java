package io.holdfast.checkpoint.state;

import io.holdfast.NotReplayableException;
import io.holdfast.checkpoint.state.StateChunk.Kind;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogScan;
import java.util.Locale;
import java.util.Optional;

/**
 * Checks a state log by its structure alone, without the classes of keys and values: every entry
 * can be walked, and the log leads to a version by the rule by which a start would load it. Used by
 * one thread.
 */
public final class StateLogCheck implements LogScan.RecordVisitor {
  private final String location;
  private final StateChain chain;
  private long deltas;
  private long snapshots;
  private long entries;

  /**
   * @param location of the log, for errors
   */
  public StateLogCheck(String location) {
    this.location = location;
    this.chain = new StateChain(location);
  }

  @Override
  public void record(long segment, Frame record) {
    String place = location + " LSN " + record.lsn();
    StateChunk chunk = StateChunk.header(record.payload(), place);
    StateChunk.entries(record.payload(), place, entry -> entries++);
    if (chunk.last()) {
      deltas += chunk.kind() == Kind.DELTA ? 1 : 0;
      snapshots += chunk.kind() == Kind.SNAPSHOT ? 1 : 0;
    }
    chain.record(segment, record);
  }

  /** Why the state of this name cannot be loaded at a version; empty if it can. */
  public Optional<String> obstacle(String state, long version) {
    try {
      chain.leadingTo(version, state);
      return Optional.empty();
    } catch (NotReplayableException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** What was seen, for people. */
  public String describe() {
    return String.format(
        Locale.ROOT, "deltas %,d, snapshots %,d, entries %,d", deltas, snapshots, entries);
  }
}
