package io.holdfast.engine.quarantine;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Where a record lies in what was received.
 *
 * @param block sequence number of the block in the stream
 * @param index of the record in the block, from 0
 */
public record RecordOrigin(String stream, long block, long index)
    implements Comparable<RecordOrigin>, Serializable {
  private static final long serialVersionUID = 1L;
  private static final Comparator<RecordOrigin> ORDER =
      Comparator.comparing(RecordOrigin::stream)
          .thenComparingLong(RecordOrigin::block)
          .thenComparingLong(RecordOrigin::index);

  @Override
  public int compareTo(RecordOrigin other) {
    return ORDER.compare(this, other);
  }

  /** For people and as an id. */
  @Override
  public String toString() {
    return stream + "/" + block + "/" + index;
  }
}
