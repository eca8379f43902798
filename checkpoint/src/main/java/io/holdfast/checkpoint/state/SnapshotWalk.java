package io.holdfast.checkpoint.state;

import io.holdfast.checkpoint.state.StateChunk.Kind;
import io.holdfast.wal.FieldWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeSet;

/**
 * Writes a whole state as the parts of a snapshot, a few at a time between batches, so that none
 * has to wait for all of it. A part says what its keys are worth when it is written; whoever reads
 * the parts and the deltas between them in the order of the log ends with the state behind the
 * last. (Checkpoints of databases do so, and call it fuzzy: Mohan et al., ARIES, 1992.)
 *
 * <p>Used from the executor on which the state changes.
 */
final class SnapshotWalk {
  private final KeyedState state;
  private final ValueCodec codec;
  private final long epoch;
  private final int chunkBytes;
  private final long began;
  private final List<Long> paneTimes;
  private int partition;
  private int pane;
  private int parts;
  private boolean ended;

  /** Begins at the version that the state has now; nothing is written yet. */
  SnapshotWalk(KeyedState state, ValueCodec codec, long epoch, int chunkBytes) {
    this.state = state;
    this.codec = codec;
    this.epoch = epoch;
    this.chunkBytes = chunkBytes;
    this.began = state.version();
    TreeSet<Long> times = new TreeSet<>();
    for (int p = 0; p < state.partitionCount(); p++) {
      times.addAll(state.partition(p).panes().keySet());
      state.partition(p).values().beginWalk();
    }
    this.paneTimes = List.copyOf(times);
  }

  /**
   * The next parts as log records, to be appended before the state changes again.
   *
   * @param bytes about so many; a pane is not cut
   */
  List<ByteBuffer> next(long bytes) {
    EntryChunks chunks =
        new EntryChunks(new EntryWriter(codec, state.version()), this::begin, chunkBytes);
    while (!ended && chunks.sizeBytes() < bytes) {
      advance(chunks, bytes);
    }
    List<ByteBuffer> records = EntryChunks.records(chunks.end(), this::begin, parts, ended);
    parts += records.size();
    return records;
  }

  /** Whether the last part was written. */
  boolean ended() {
    return ended;
  }

  private FieldWriter begin() {
    return StateChunk.begin(Kind.SNAPSHOT, state.version(), began, epoch);
  }

  private void advance(EntryChunks chunks, long bytes) {
    if (partition == state.partitionCount()) {
      ended = true;
      return;
    }
    StatePartition walked = state.partition(partition);
    if (pane < paneTimes.size()) {
      // Gone if it was evicted since: then a delta behind the beginning says so.
      long time = paneTimes.get(pane++);
      Pane found = walked.panes().get(time);
      if (found != null) {
        chunks.write(time, found);
      }
    } else if (walked
        .values()
        .walkOn(
            (key, value) -> {
              write(chunks, walked.touched(key), key, value);
              return chunks.sizeBytes() < bytes;
            })) {
      partition++;
      pane = 0;
    }
  }

  private static void write(EntryChunks chunks, Long touched, Object key, Object value) {
    if (touched == null) {
      chunks.write(EntryKind.SET, 0, key, value);
    } else {
      chunks.write(EntryKind.TOUCHED, touched, key, value);
    }
  }
}
