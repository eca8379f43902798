package io.holdfast.examples.mistakes;

import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;

/**
 * <b>Right:</b> copies lines out of a spool directory with a receiver that deletes a file when the
 * engine says that its lines are durable, in {@code acknowledged}.
 *
 * <p>If the job dies before, the file is read again after the restart, and lines that are durable
 * already are recognised by their position and dropped.
 *
 * <p>{@link DeletedEarly} shows what happens otherwise.
 */
public final class DeletedLast implements StreamingJob {
  @Override
  public String name() {
    return "deleted-last";
  }

  @Override
  public void define(StreamingContext context) {
    context
        .receiverStream("lines", new SpoolSource(Places.SPOOL, SpoolSource.Deletion.WHEN_DURABLE))
        .writeTo("copies", new TextFileSink(Places.OUT));
  }
}
