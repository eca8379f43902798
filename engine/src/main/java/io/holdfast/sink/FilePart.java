package io.holdfast.sink;

import io.holdfast.sink.SinkSession.StagedPart;

/**
 * A staged file, durable and not committed.
 *
 * @param name in its batch's directory
 */
public record FilePart(int partition, String name, long lengthBytes, int crc32c, long rows)
    implements StagedPart {
  private static final long serialVersionUID = 1L;
}
