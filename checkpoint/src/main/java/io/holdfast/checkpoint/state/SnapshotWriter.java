package io.holdfast.checkpoint.state;

import io.holdfast.checkpoint.state.StateChunk.Kind;
import io.holdfast.wal.FieldWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;

/** Writes a whole state as the records of a snapshot. */
final class SnapshotWriter {
  private SnapshotWriter() {}

  static List<ByteBuffer> records(KeyedState state, ValueCodec codec, long epoch, int chunkBytes) {
    Supplier<FieldWriter> begin = () -> StateChunk.begin(Kind.SNAPSHOT, state.version(), 0, epoch);
    EntryChunks chunks =
        new EntryChunks(new EntryWriter(codec, state.version()), begin, chunkBytes);
    for (int p = 0; p < state.partitionCount(); p++) {
      state.partition(p).forEach(chunks::write);
    }
    return EntryChunks.records(chunks.end(), begin);
  }
}
