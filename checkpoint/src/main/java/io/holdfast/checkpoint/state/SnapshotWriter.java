package io.holdfast.checkpoint.state;

import io.holdfast.checkpoint.state.StateChunk.Kind;
import io.holdfast.wal.FieldWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

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
    Cut cut = new Cut();
    for (int p = 0; p < state.partitionCount(); p++) {
      state.partition(p).forEach(cut::write);
    }
    return cut.end();
  }

  private FieldWriter begin() {
    return StateChunk.begin(Kind.SNAPSHOT, state.version(), 0, epoch);
  }

  private final class Cut {
    private final List<ByteBuffer> chunks = new ArrayList<>();
    private final EntryWriter writer = new EntryWriter(codec, state.version());
    private FieldWriter chunk = begin();
    private int entries;

    void write(StateEntry entry) {
      if (entries > 0 && chunk.sizeBytes() >= chunkBytes) {
        chunks.add(StateChunk.complete(chunk, chunks.size(), false, entries));
        chunk = begin();
        entries = 0;
      }
      writer.write(chunk, entry);
      entries++;
    }

    List<ByteBuffer> end() {
      chunks.add(StateChunk.complete(chunk, chunks.size(), true, entries));
      return chunks;
    }
  }
}
