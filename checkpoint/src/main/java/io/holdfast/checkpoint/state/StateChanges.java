package io.holdfast.checkpoint.state;

import io.holdfast.checkpoint.state.StateChunk.Kind;
import io.holdfast.wal.FieldWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one batch changes in one state. Each partition is filled, and encoded, by one task; the
 * whole is then persisted and applied. Nothing is visible in the {@link KeyedState} before.
 */
public final class StateChanges {
  private static final int CHUNK_BYTES = 1 << 20;

  private final KeyedState state;
  private final long version;
  private final long epoch;
  private final ValueCodec codec;
  private final Partition[] partitions;

  StateChanges(KeyedState state, long version, long epoch, ValueCodec codec) {
    this.state = state;
    this.version = version;
    this.epoch = epoch;
    this.codec = codec;
    this.partitions = new Partition[state.partitionCount()];
  }

  public KeyedState state() {
    return state;
  }

  public long version() {
    return version;
  }

  /** Begins, or begins again, to fill a partition; the last attempt to be encoded counts. */
  public Partition partition(int index) {
    return new Partition(index);
  }

  /** The delta as log records, complete. */
  List<ByteBuffer> records() {
    List<Chunk> chunks = new ArrayList<>();
    synchronized (partitions) {
      for (Partition partition : partitions) {
        if (partition != null) {
          chunks.addAll(partition.chunks);
        }
      }
    }
    if (chunks.isEmpty()) {
      chunks.add(new Chunk(begin(), 0));
    }
    List<ByteBuffer> records = new ArrayList<>(chunks.size());
    for (int i = 0; i < chunks.size(); i++) {
      Chunk chunk = chunks.get(i);
      records.add(StateChunk.complete(chunk.bytes, i, i == chunks.size() - 1, chunk.entries));
    }
    return records;
  }

  void apply() {
    for (Partition partition : partitions) {
      if (partition != null) {
        partition.changed.forEach((key, value) -> partition.base(key, value));
      }
    }
    state.version(version);
  }

  private FieldWriter begin() {
    return StateChunk.begin(Kind.DELTA, version, state.version(), epoch);
  }

  private record Chunk(FieldWriter bytes, int entries) {}

  /** The changes of one partition; used by one task. */
  public final class Partition {
    private final int index;
    private final Map<Object, Object> changed = new HashMap<>();
    private final List<Chunk> chunks = new ArrayList<>();

    private Partition(int index) {
      this.index = index;
    }

    /** The value before this batch. */
    public Object get(Object key) {
      return state.get(index, key);
    }

    /** Sets the key's value; null removes the key. */
    public void set(Object key, Object value) {
      changed.put(key, value);
    }

    /** Encodes the changes. The partition takes part in the batch from now on. */
    public void encode() {
      EntryWriter writer = new EntryWriter(codec);
      FieldWriter chunk = begin();
      int entries = 0;
      for (Map.Entry<Object, Object> change : changed.entrySet()) {
        writer.write(chunk, change.getKey(), change.getValue());
        entries++;
        if (chunk.sizeBytes() >= CHUNK_BYTES) {
          chunks.add(new Chunk(chunk, entries));
          chunk = begin();
          entries = 0;
        }
      }
      if (entries > 0) {
        chunks.add(new Chunk(chunk, entries));
      }
      synchronized (partitions) {
        partitions[index] = this;
      }
    }

    private void base(Object key, Object value) {
      if (value == null) {
        state.partition(index).remove(key);
      } else {
        state.partition(index).put(key, value);
      }
    }
  }
}
