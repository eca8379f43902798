package io.holdfast.examples.mistakes;

import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;

/**
 * <b>Right:</b> copies lines with a sink that makes the rows of a batch and the note that it is
 * done visible in one atomic step: both are in one directory that gets its name when it is
 * complete. In a database it would be one transaction.
 *
 * <p>Wherever the job dies, both are there or neither is.
 *
 * <p>{@link MarkerApart} shows what happens otherwise.
 */
public final class MarkerInside implements StreamingJob {
  @Override
  public String name() {
    return "marker-inside";
  }

  @Override
  public void define(StreamingContext context) {
    context
        .receiverStream("lines", Places.lines())
        .writeTo("copies", new MarkerInsideSink(Places.OUT));
  }
}
