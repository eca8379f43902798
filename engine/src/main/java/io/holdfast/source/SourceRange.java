package io.holdfast.source;

import java.io.Serializable;

/**
 * A piece of a partition of a direct source. It is journaled as it is, and after a crash read again
 * as it is.
 *
 * @param partition as the source names it
 * @param from offset of the first record, 0 or above
 * @param until offset behind the last record, where the next range begins; above {@code from}
 * @param records how many it holds; where the source cannot know, the most that it may hold
 * @param lengthBytes serialized size, or the source's estimate; batches are bounded by it
 * @param check by which the source knows the records again, such as their CRC; 0 if it has none
 */
public record SourceRange(
    String partition, long from, long until, long records, long lengthBytes, int check)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public SourceRange {
    if (from < 0 || until <= from || records < 0 || lengthBytes < 0) {
      throw new IllegalArgumentException(
          "a range of partition '"
              + partition
              + "' from "
              + from
              + " until "
              + until
              + " with "
              + records
              + " records in "
              + lengthBytes
              + " bytes is none");
    }
  }

  /** For people. */
  @Override
  public String toString() {
    return "'" + partition + "' from offset " + from + " until " + until;
  }
}
