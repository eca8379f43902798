package io.holdfast.engine.batch;

import io.holdfast.backend.InputSplit;
import io.holdfast.backend.UserCodeException;
import io.holdfast.engine.block.BlockSplit;
import io.holdfast.engine.quarantine.DeadLetter;
import io.holdfast.engine.quarantine.RecordOrigin;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.FieldWriter;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The records of one batch on which functions of the user's fail. A batch is computed without those
 * that are known; when it fails on another one, it is computed once more to find them all, and what
 * comes of that is thrown away. So a record that is set aside has had no effect at all.
 *
 * <p>Filled by tasks; looked at by the driver between attempts.
 */
final class BadRecords {
  private static final int SHOWN = 1_000;

  private final BatchTime batch;
  private final Map<Block, BitSet> known = new ConcurrentHashMap<>();
  private final Map<RecordOrigin, DeadLetter> letters = new TreeMap<>();
  private volatile boolean searching;

  private record Block(String stream, long sequence) {}

  BadRecords(BatchTime batch) {
    this.batch = batch;
  }

  /** The batch's input without the records that are known to be bad. */
  List<InputSplit<Object>> without(List<BlockSplit<Object>> splits) {
    return splits.stream().<InputSplit<Object>>map(split -> new Traced(split, this)).toList();
  }

  /** From now on tasks pass over what fails and note it. */
  void search() {
    searching = true;
  }

  /** Ends the search; the records that it has found are left out from now on. */
  void exclude() {
    searching = false;
    for (RecordOrigin origin : origins()) {
      known
          .computeIfAbsent(new Block(origin.stream(), origin.block()), block -> new BitSet())
          .set(Math.toIntExact(origin.index()));
    }
  }

  Collection<DeadLetter> letters() {
    synchronized (letters) {
      return List.copyOf(letters.values());
    }
  }

  int count() {
    synchronized (letters) {
      return letters.size();
    }
  }

  private List<RecordOrigin> origins() {
    synchronized (letters) {
      return List.copyOf(letters.keySet());
    }
  }

  private void failed(BlockSplit<Object> split, long index, Object row, UserCodeException error) {
    RecordOrigin origin = split.origin(index);
    if (!searching) {
      throw new RecordFailure(origin, error);
    }
    FieldWriter bytes = new FieldWriter(64);
    split.codec().encode(row, bytes);
    byte[] encoded = new byte[bytes.sizeBytes()];
    bytes.view().get(encoded);
    String text = String.valueOf(row);
    DeadLetter letter =
        new DeadLetter(
            origin,
            batch,
            error.getMessage(),
            text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text,
            encoded);
    synchronized (letters) {
      letters.putIfAbsent(origin, letter);
    }
  }

  /** A block of which the bad records are left out, and in which new ones are noticed. */
  private record Traced(BlockSplit<Object> split, BadRecords bad) implements InputSplit<Object> {
    @Override
    public long lengthBytes() {
      return split.lengthBytes();
    }

    @Override
    public void forEach(Consumer<? super Object> action) {
      BitSet left = bad.known.get(new Block(split.block().stream(), split.block().sequence()));
      long[] next = {0};
      split.forEach(
          row -> {
            long index = next[0]++;
            if (left == null || !left.get((int) index)) {
              try {
                action.accept(row);
              } catch (UserCodeException e) {
                bad.failed(split, index, row, e);
              }
            }
          });
    }
  }
}
