package io.holdfast.engine.journal;

import io.holdfast.engine.journal.BlockLocation.InLog;
import io.holdfast.engine.journal.BlockLocation.InMemory;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;

/**
 * Metadata of a block that is part of its stream.
 *
 * @param stream name of the input stream
 * @param sequence consecutive from 1 within the stream, over all epochs
 * @param records how many it holds
 * @param location where its records are to be had
 * @param offsets per source partition the position of its last record, or {@link #FORGOTTEN}
 */
public record ReceivedBlock(
    String stream, long sequence, long records, BlockLocation location, Map<String, Long> offsets)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Stands for a position: the source will not speak of this partition again. */
  public static final long FORGOTTEN = 0;

  /** Serialized size, by which batches are bounded. */
  public long lengthBytes() {
    return location.lengthBytes();
  }

  /** Where it lies in a data log; empty if it lies in none. */
  public Optional<InLog> inLog() {
    return location instanceof InLog log ? Optional.of(log) : Optional.empty();
  }

  /** Whether only a driver before this epoch had it, so that it is gone. */
  public boolean lostBefore(long epoch) {
    return location instanceof InMemory memory && memory.epoch() < epoch;
  }

  /** What is left in the books of a block that only a driver before this epoch had. */
  public ReceivedBlock withoutLost(long epoch) {
    return lostBefore(epoch)
        ? new ReceivedBlock(
            stream, sequence, 0, new InMemory(((InMemory) location).epoch(), 0), offsets)
        : this;
  }

  /** Brings positions to where they are when this block is durable. */
  public void advance(Map<String, Long> positions) {
    offsets.forEach(
        (partition, position) -> {
          if (position == FORGOTTEN) {
            positions.remove(partition);
          } else {
            positions.merge(partition, position, Math::max);
          }
        });
  }
}
