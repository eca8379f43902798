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
  private final Map<String, ValueCodec.Reader> readers = new HashMap<>();

  /**
   * @param chain of the same log
   * @throws io.holdfast.NotReplayableException if it does not lead to {@code wantedVersion}
   * @throws io.holdfast.DriftException if the classes of keys or values cannot take what is stored
   */
  StateLoader(
      KeyedState state, ValueCodec codec, String location, StateChain chain, long wantedVersion) {
    this.state = state;
    this.codec = codec;
    this.location = location;
    this.wantedVersion = wantedVersion;
    this.chosen = chain.leadingTo(wantedVersion, state.name());
    this.baseLsn = baseLsn(chosen);
    chosen.putAll(chain.above(wantedVersion));
    chosen.values().forEach(this::reader);
  }

  private static long baseLsn(NavigableMap<Long, Item> chosen) {
    if (chosen.isEmpty()) {
      return 1;
    }
    Item first = chosen.firstEntry().getValue();
    return first.chunk().kind() == StateChunk.Kind.SNAPSHOT ? first.classes().lsn() : 1;
  }

  private ValueCodec.Reader reader(Item item) {
    return readers.computeIfAbsent(item.classes().text(), codec::reading);
  }

  @Override
  public void record(long segment, Frame record) {
    Item item = StateChain.holding(chosen, record.lsn());
    if (item == null) {
      return;
    }
    ValueCodec.Reader reader = reader(item);
    long version = item.chunk().version();
    if (version <= wantedVersion) {
      StateChunk.entries(record.payload(), location, entry -> state.apply(entry.decoded(reader)));
    } else {
      List<StateEntry> changes = above.computeIfAbsent(version, v -> new ArrayList<>());
      StateChunk.entries(record.payload(), location, entry -> changes.add(entry.decoded(reader)));
    }
  }

  /** Ends the load when the log was walked. */
  void end() {
    state.settle(wantedVersion);
  }

  /** Whether something was read that is written otherwise now. */
  boolean hasConverted() {
    return readers.values().stream().anyMatch(ValueCodec.Reader::converts);
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
