package io.holdfast.checkpoint.state;

import io.holdfast.NotReplayableException;
import io.holdfast.checkpoint.state.StateChunk.Kind;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogScan;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Folds a state log into a {@link KeyedState} at a wanted version.
 *
 * <p>A delta is applied only when the next one builds on it, or at the end: until then a later
 * epoch may have written the same version again, and then the later one counts. Deltas above the
 * wanted version belong to batches that will run again; they are kept, because outputs may have
 * committed that were computed with them.
 */
final class StateLoader implements LogScan.RecordVisitor {
  private final KeyedState state;
  private final ValueCodec codec;
  private final String location;
  private final long limitVersion;
  private boolean chainBroken;
  private Pending collecting;
  private Pending candidate;
  private final Map<Long, Map<Object, Object>> above = new HashMap<>();
  private long baseLsn = 1;

  /** A delta or snapshot of which parts have come in. */
  private static final class Pending {
    final StateChunk first;
    final long firstLsn;
    final Map<Object, Object> entries = new HashMap<>();
    int parts;

    Pending(StateChunk first, long firstLsn) {
      this.first = first;
      this.firstLsn = firstLsn;
    }
  }

  /**
   * @param limitVersion the highest version to apply
   */
  StateLoader(KeyedState state, ValueCodec codec, String location, long limitVersion) {
    this.state = state;
    this.codec = codec;
    this.location = location;
    this.limitVersion = limitVersion;
  }

  @Override
  public void record(long segment, Frame record) {
    StateChunk chunk = StateChunk.header(record.payload(), location);
    if (chunk.part() == 0) {
      collecting = new Pending(chunk, record.lsn());
    }
    if (!continues(chunk)) {
      collecting = null;
      return;
    }
    collecting.parts++;
    StateChunk.entries(record.payload(), location, this::collect);
    if (chunk.last()) {
      completed(collecting);
      collecting = null;
    }
  }

  /** Applies what is left. @return the lowest LSN that is needed to load this version again */
  long finish(long wantedVersion) {
    applyCandidate();
    if (chainBroken || state.version() != wantedVersion) {
      throw new NotReplayableException(
          "State '"
              + state.name()
              + "' cannot be rebuilt: batch "
              + wantedVersion
              + " is needed, "
              + location
              + " leads to "
              + state.version()
              + (chainBroken ? " with deltas missing before it" : "")
              + ". Segment files of the state are missing; put them back.");
    }
    return baseLsn;
  }

  /** Durable changes of batches above the wanted version, by version. */
  Map<Long, Map<Object, Object>> above() {
    return above;
  }

  private boolean continues(StateChunk chunk) {
    return collecting != null
        && collecting.parts == chunk.part()
        && collecting.first.kind() == chunk.kind()
        && collecting.first.version() == chunk.version()
        && collecting.first.epoch() == chunk.epoch();
  }

  private void collect(ByteBuffer key, ByteBuffer value) {
    collecting.entries.put(decode(key), value == null ? null : decode(value));
  }

  private Object decode(ByteBuffer bytes) {
    return codec.decode(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
  }

  private void completed(Pending done) {
    if (done.first.version() > limitVersion) {
      if (done.first.kind() == Kind.DELTA) {
        above.put(done.first.version(), done.entries);
      }
      return;
    }
    if (done.first.kind() == Kind.SNAPSHOT) {
      applyCandidate();
      load(done);
      return;
    }
    boolean again = candidate != null && candidate.first.version() == done.first.version();
    if (!again) {
      applyCandidate();
    }
    candidate = done;
  }

  private void load(Pending snapshot) {
    state.clear();
    snapshot.entries.forEach(state::set);
    state.version(snapshot.first.version());
    chainBroken = false;
    baseLsn = snapshot.firstLsn;
  }

  private void applyCandidate() {
    if (candidate == null) {
      return;
    }
    if (candidate.first.previous() != state.version()) {
      chainBroken = true;
    }
    candidate.entries.forEach(state::set);
    state.version(candidate.first.version());
    candidate = null;
  }
}
