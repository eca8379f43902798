package io.holdfast.engine.graph;

import java.time.Duration;

/**
 * A window over batches as the user has asked for it.
 *
 * @param name of its durable data
 * @param length of time that it covers, up to and with the batch in which it yields rows
 * @param slide time between these batches
 */
public record Window(String name, Duration length, Duration slide) {
  public long lengthMillis() {
    return length.toMillis();
  }
}
