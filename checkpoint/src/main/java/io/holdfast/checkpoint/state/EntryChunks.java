package io.holdfast.checkpoint.state;

import io.holdfast.wal.FieldWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Cuts entries into chunks of a delta or snapshot. Used by one thread. */
final class EntryChunks {
  private final EntryWriter writer;
  private final Supplier<FieldWriter> begin;
  private final int chunkBytes;
  private final List<Chunk> chunks = new ArrayList<>();
  private FieldWriter chunk;
  private int entries;
  private long cutBytes;

  /** A chunk to which its number and its entries are not written yet. */
  record Chunk(FieldWriter bytes, int entries) {}

  /**
   * Begins.
   *
   * @param begin makes the head of a chunk
   * @param chunkBytes a chunk of this length gets no more entries
   */
  EntryChunks(EntryWriter writer, Supplier<FieldWriter> begin, int chunkBytes) {
    this.writer = writer;
    this.begin = begin;
    this.chunkBytes = chunkBytes;
  }

  void write(EntryKind kind, long timeMillis, Object key, Object value) {
    if (chunk == null) {
      chunk = begin.get();
    }
    writer.write(chunk, kind, timeMillis, key, value);
    entries++;
    if (chunk.sizeBytes() >= chunkBytes) {
      cut();
    }
  }

  /** How much has been written. */
  long sizeBytes() {
    return cutBytes + (chunk == null ? 0 : chunk.sizeBytes());
  }

  /** The pane of a batch, whole. */
  void write(long timeMillis, Pane pane) {
    pane.values().forEach((key, value) -> write(EntryKind.PANE_VALUE, timeMillis, key, value));
    pane.rows().forEach(row -> write(EntryKind.PANE_ROW, timeMillis, null, row));
  }

  /** All chunks; none without entries. */
  List<Chunk> end() {
    if (chunk != null) {
      cut();
    }
    return chunks;
  }

  private void cut() {
    cutBytes += chunk.sizeBytes();
    chunks.add(new Chunk(chunk, entries));
    chunk = null;
    entries = 0;
  }

  /**
   * Chunks as records of a log, numbered.
   *
   * @param firstPart the number of the first one
   * @param ended whether the last one is the last of all; without any there is then one that is
   *     empty
   */
  static List<ByteBuffer> records(
      List<Chunk> chunks, Supplier<FieldWriter> begin, int firstPart, boolean ended) {
    if (ended && chunks.isEmpty()) {
      return List.of(StateChunk.complete(begin.get(), firstPart, true, 0));
    }
    List<ByteBuffer> records = new ArrayList<>(chunks.size());
    for (int i = 0; i < chunks.size(); i++) {
      Chunk chunk = chunks.get(i);
      boolean last = ended && i == chunks.size() - 1;
      records.add(StateChunk.complete(chunk.bytes(), firstPart + i, last, chunk.entries()));
    }
    return records;
  }
}
