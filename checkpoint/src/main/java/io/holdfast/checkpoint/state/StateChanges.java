package io.holdfast.checkpoint.state;

import io.holdfast.checkpoint.state.StateChunk.Kind;
import io.holdfast.wal.FieldWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What one batch changes in one state. Each partition is filled, and encoded, by one task; the
 * whole is then persisted and applied. Nothing is visible in the {@link KeyedState} before.
 */
public final class StateChanges {
  private final KeyedState state;
  private final long version;
  private final long epoch;
  private final ValueCodec codec;
  private final PartitionChanges[] partitions;

  StateChanges(KeyedState state, long version, long epoch, ValueCodec codec) {
    this.state = state;
    this.version = version;
    this.epoch = epoch;
    this.codec = codec;
    this.partitions = new PartitionChanges[state.partitionCount()];
  }

  public KeyedState state() {
    return state;
  }

  public long version() {
    return version;
  }

  ValueCodec codec() {
    return codec;
  }

  /** Begins, or begins again, to fill a partition; the last attempt to be encoded counts. */
  public PartitionChanges partition(int index) {
    return new PartitionChanges(this, index);
  }

  /** The attempt that counts so far; null if no task has filled the partition. */
  public PartitionChanges filled(int index) {
    synchronized (partitions) {
      return partitions[index];
    }
  }

  void filled(int index, PartitionChanges partition) {
    synchronized (partitions) {
      partitions[index] = partition;
    }
  }

  /** The delta as log records, complete. */
  List<ByteBuffer> records() {
    List<EntryChunks.Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < partitions.length; i++) {
      PartitionChanges partition = filled(i);
      if (partition != null) {
        chunks.addAll(partition.chunks());
      }
    }
    return EntryChunks.records(chunks, this::begin, 0, true);
  }

  void apply() {
    for (int i = 0; i < partitions.length; i++) {
      PartitionChanges partition = filled(i);
      if (partition != null) {
        partition.apply();
      }
    }
    state.version(version);
  }

  FieldWriter begin() {
    return StateChunk.begin(Kind.DELTA, version, state.version(), epoch);
  }
}
