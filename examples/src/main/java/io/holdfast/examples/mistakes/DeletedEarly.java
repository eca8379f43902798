package io.holdfast.examples.mistakes;

import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;

/**
 * <b>Wrong:</b> copies lines out of a spool directory with a receiver that deletes a file as soon
 * as it has handed its lines to {@code store}. To delete is to acknowledge: the lines are nowhere
 * else.
 *
 * <p>{@code store} returns before anything is durable. If the job dies before the block of these
 * lines is forced, the file is gone and the lines with it.
 *
 * <p>{@link DeletedLast} does it right.
 */
public final class DeletedEarly implements StreamingJob {
  @Override
  public String name() {
    return "deleted-early";
  }

  @Override
  public void define(StreamingContext context) {
    context
        .receiverStream("lines", new SpoolSource(Places.SPOOL, SpoolSource.Deletion.WHEN_STORED))
        .writeTo("copies", new TextFileSink(Places.OUT));
  }
}
