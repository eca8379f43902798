package io.holdfast.engine.batch;

import io.holdfast.backend.UserCodeException;
import io.holdfast.engine.quarantine.DeadLetter;
import io.holdfast.engine.quarantine.RecordOrigin;
import io.holdfast.source.RecordCodec;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.FieldWriter;
import java.io.Serializable;
import java.util.Base64;
import java.util.BitSet;
import java.util.function.Consumer;

/**
 * Knows where each record of a block comes from while the block is walked, here or in another
 * process.
 *
 * @param left records that are left out, by their index
 */
record Tracing(String stream, long block, RecordCodec<Object> codec, BatchTime batch, BitSet left)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 1_000;

  /** Walks a block. */
  @FunctionalInterface
  interface Rows {
    void forEach(Consumer<Object> action);
  }

  /**
   * Hands over the records that are not left out.
   *
   * @param found is told of each on which a function of the user's fails; null to end there
   * @throws RecordFailure on the first of them
   */
  void walk(Rows rows, Consumer<? super Object> action, Consumer<DeadLetter> found) {
    long[] next = {0};
    rows.forEach(
        row -> {
          long index = next[0]++;
          if (!left.get((int) index)) {
            try {
              action.accept(row);
            } catch (UserCodeException e) {
              RecordOrigin origin = new RecordOrigin(stream, block, index);
              if (found == null) {
                throw new RecordFailure(origin, e);
              }
              found.accept(letter(origin, row, e));
            }
          }
        });
  }

  private DeadLetter letter(RecordOrigin origin, Object row, UserCodeException error) {
    FieldWriter bytes = new FieldWriter(64);
    codec.encode(row, bytes);
    byte[] encoded = new byte[bytes.sizeBytes()];
    bytes.view().get(encoded);
    String text = String.valueOf(row);
    return new DeadLetter(
        origin,
        batch,
        error.getMessage(),
        text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text,
        Base64.getEncoder().encodeToString(encoded));
  }
}
