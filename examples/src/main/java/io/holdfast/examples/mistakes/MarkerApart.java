package io.holdfast.examples.mistakes;

import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;

/**
 * <b>Wrong:</b> copies lines with a sink that first makes the rows of a batch visible in one place
 * and then notes in another that the batch is done, as with rows in a database and the marker on a
 * second connection to it.
 *
 * <p>If the job dies between the two, the rows are there and the note is not. After the restart the
 * engine asks the sink, hears that the batch is not done, and runs it again: its rows are there
 * twice. The other order is no better, then rows are missing.
 *
 * <p>{@link MarkerInside} does it right.
 */
public final class MarkerApart implements StreamingJob {
  @Override
  public String name() {
    return "marker-apart";
  }

  @Override
  public void define(StreamingContext context) {
    context
        .receiverStream("lines", Places.lines())
        .writeTo("copies", new MarkerApartSink(Places.OUT, "/markers"));
  }
}
