package io.holdfast.engine.journal;

import io.holdfast.wal.LogHandle;
import java.util.Map;

/**
 * Metadata of a block whose bytes are durable.
 *
 * @param stream name of the input stream
 * @param sequence consecutive from 1 within the stream, over all epochs
 * @param records how many it holds
 * @param log name of the data log that holds it; several streams may share one
 * @param handle where it lies in that log
 * @param offsets per source partition the position of its last record, or {@link #FORGOTTEN}
 */
public record ReceivedBlock(
    String stream,
    long sequence,
    long records,
    String log,
    LogHandle handle,
    Map<String, Long> offsets) {
  /** Stands for a position: the source will not speak of this partition again. */
  public static final long FORGOTTEN = 0;

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
