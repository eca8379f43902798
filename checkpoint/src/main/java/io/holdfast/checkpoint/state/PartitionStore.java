package io.holdfast.checkpoint.state;

import io.holdfast.checkpoint.state.ValueCodec.Reader;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * One partition of a state in a process that is not the driver's: loaded from records of logs,
 * changed by one batch after the other. Used by one thread at a time.
 */
public final class PartitionStore {
  private static final int CHUNK_BYTES = 1 << 20;

  private final KeyedState state;
  private final int index;
  private final ValueCodec codec;
  private final long epoch;
  private int nextRow;

  /**
   * An empty one.
   *
   * @param partitionCount of the state
   * @param epoch of the driver
   */
  public PartitionStore(String name, int index, int partitionCount, ValueCodec codec, long epoch) {
    this.state = new KeyedState(name, partitionCount);
    this.index = index;
    this.codec = codec;
    this.epoch = epoch;
  }

  /**
   * Takes over what a record holds that was written of this partition.
   *
   * @param location of the record, for errors
   */
  public void load(ByteBuffer record, String location, Reader reader) {
    StateChunk.entries(
        record, location, entry -> state.partition(index).apply(entry.decoded(reader)));
  }

  /**
   * Takes over what is this partition's of a record that was written when there were more or fewer:
   * all records of all partitions are loaded so, by each in the same order.
   *
   * @param location of the record, for errors
   */
  public void loadShare(ByteBuffer record, String location, Reader reader) {
    StateChunk.entries(record, location, entry -> share(entry.decoded(reader)));
  }

  private void share(StateEntry entry) {
    boolean own =
        switch (entry.kind()) {
          case EVICTED -> true;
          case PANE_ROW -> nextRow++ % state.partitionCount() == index;
          default -> KeyedState.partitionOf(entry.key(), state.partitionCount()) == index;
        };
    if (own) {
      state.partition(index).apply(entry);
    }
  }

  /** Everything up to a version was loaded. */
  public void loaded(long version) {
    state.settle(version);
  }

  /** The batch behind which it is like this; 0 before the first. */
  public long version() {
    return state.version();
  }

  /** How many keys it has. */
  public long keys() {
    return state.keys();
  }

  /** Begins to change it; the last changes that are {@linkplain #apply applied} count. */
  public StateChanges begin(long version) {
    return new StateChanges(state, version, epoch, codec);
  }

  /** Changes as records of a log; none if there are no changes. */
  public List<ByteBuffer> records(StateChanges changes) {
    PartitionChanges filled = changes.filled(index);
    return filled == null || filled.chunks().isEmpty() ? List.of() : changes.records();
  }

  /** The whole partition as records of a log. */
  public List<ByteBuffer> snapshot() {
    SnapshotWalk walk = new SnapshotWalk(state, codec, epoch, CHUNK_BYTES);
    return walk.next(Long.MAX_VALUE);
  }

  /** Makes changes the state. */
  public void apply(StateChanges changes) {
    changes.apply();
  }

  /** What others see of it. */
  public StateView look() {
    return new StateLook(state, codec);
  }
}
