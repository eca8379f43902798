package io.holdfast.checkpoint.state;

import io.holdfast.checkpoint.state.StateChunk.Kind;
import io.holdfast.wal.FieldWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cuts a whole state into snapshot chunks. */
final class SnapshotWriter {
  private final KeyedState state;
  private final ValueCodec codec;
  private final long epoch;
  private final int chunkBytes;

  SnapshotWriter(KeyedState state, ValueCodec codec, long epoch, int chunkBytes) {
    this.state = state;
    this.codec = codec;
    this.epoch = epoch;
    this.chunkBytes = chunkBytes;
  }

  List<ByteBuffer> chunks() {
    List<ByteBuffer> chunks = new ArrayList<>();
    EntryWriter writer = new EntryWriter(codec);
    FieldWriter chunk = begin();
    int entries = 0;
    for (int p = 0; p < state.partitionCount(); p++) {
      for (Map.Entry<Object, Object> entry : state.partition(p).entrySet()) {
        if (entries > 0 && chunk.sizeBytes() >= chunkBytes) {
          chunks.add(StateChunk.complete(chunk, chunks.size(), false, entries));
          chunk = begin();
          entries = 0;
        }
        writer.write(chunk, entry.getKey(), entry.getValue());
        entries++;
      }
    }
    chunks.add(StateChunk.complete(chunk, chunks.size(), true, entries));
    return chunks;
  }

  private FieldWriter begin() {
    return StateChunk.begin(Kind.SNAPSHOT, state.version(), 0, epoch);
  }
}
