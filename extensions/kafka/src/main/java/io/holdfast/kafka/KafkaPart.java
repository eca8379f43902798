package io.holdfast.kafka;

import io.holdfast.sink.SinkSession.StagedPart;
import java.util.List;

/**
 * The rows of a partition in memory, in the form in which they go to the producer.
 *
 * @param content key and value of each row in turn; a key or a value may be null
 * @param digest CRC32C of all that
 */
record KafkaPart(int partition, long rows, List<byte[]> content, int digest) implements StagedPart {
  private static final long serialVersionUID = 1L;

  /** Bytes of the largest row. */
  long largestRow() {
    long largest = 0;
    for (int i = 0; i < content.size(); i += 2) {
      largest = Math.max(largest, length(content.get(i)) + length(content.get(i + 1)));
    }
    return largest;
  }

  private static long length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
