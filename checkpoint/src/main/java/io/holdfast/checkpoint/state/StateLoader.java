package io.holdfast.checkpoint.state;

import io.holdfast.checkpoint.state.StateChain.Item;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogScan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/**
 * The second pass over a state log: folds what the {@link StateChain} has chosen into a {@link
 * KeyedState} at a wanted version.
 *
 * <p>Deltas above that version belong to batches that will run again; they are kept, because
 * outputs may have committed that were computed with them.
 */
final class StateLoader implements LogScan.RecordVisitor {
  private final KeyedState state;
  private final ValueCodec codec;
  private final String location;
  private final long wantedVersion;
  private final NavigableMap<Long, Item> chosen;
  private final long baseLsn;
  private final Map<Long, List<StateEntry>> above = new HashMap<>();

  /**
   * @param chain of the same log
   * @throws io.holdfast.NotReplayableException if it does not lead to {@code wantedVersion}
   */
  StateLoader(
      KeyedState state, ValueCodec codec, String location, StateChain chain, long wantedVersion) {
    this.state = state;
    this.codec = codec;
    this.location = location;
    this.wantedVersion = wantedVersion;
    this.chosen = chain.leadingTo(wantedVersion, state.name());
    boolean snapshot =
        !chosen.isEmpty()
            && chosen.firstEntry().getValue().chunk().kind() == StateChunk.Kind.SNAPSHOT;
    this.baseLsn = snapshot ? chosen.firstKey() : 1;
    chosen.putAll(chain.above(wantedVersion));
  }

  @Override
  public void record(long segment, Frame record) {
    Item item = StateChain.holding(chosen, record.lsn());
    if (item == null) {
      return;
    }
    long version = item.chunk().version();
    if (version <= wantedVersion) {
      StateChunk.entries(record.payload(), location, entry -> state.apply(entry.decoded(codec)));
    } else {
      List<StateEntry> changes = above.computeIfAbsent(version, v -> new ArrayList<>());
      StateChunk.entries(record.payload(), location, entry -> changes.add(entry.decoded(codec)));
    }
  }

  /** Ends the load when the log was walked. */
  void end() {
    state.settle(wantedVersion);
  }

  /** The lowest LSN that is needed to load this version again. */
  long baseLsn() {
    return baseLsn;
  }

  /** Durable changes of batches above the wanted version, by version. */
  Map<Long, List<StateEntry>> above() {
    return above;
  }
}
