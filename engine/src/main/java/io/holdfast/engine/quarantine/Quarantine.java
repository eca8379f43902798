package io.holdfast.engine.quarantine;

import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.SinkContext;
import io.holdfast.sink.SinkSession;
import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.BatchTime;
import java.util.Collection;
import java.util.List;

/**
 * The output to which records go that were set aside: text files in the application's directory,
 * published and fenced as those of any {@link TextFileSink}. Used from the commit executor.
 *
 * <p>A batch commits it before its other outputs. So when all of those have committed, this one has
 * as well, and need not be asked after a crash.
 */
public final class Quarantine implements AutoCloseable {
  /** Name of the output, and of its directory. */
  public static final String NAME = "quarantine";

  private final SinkSession<Object> session;

  /** Opens it for the epoch of {@code context}, whose storage at {@link #NAME} is used. */
  public Quarantine(SinkContext context) {
    this.session = new TextFileSink(NAME).open(context);
  }

  /**
   * Writes what a batch has set aside. When it returns {@code Committed}, that is durable.
   *
   * @param letters at least one
   */
  public CommitOutcome commit(BatchTime batch, Collection<DeadLetter> letters) {
    if (session.committed(batch)) {
      return new CommitOutcome.Committed(true);
    }
    session.restage(batch);
    try (PartWriter<Object> part = session.stage(batch, 0, 0)) {
      letters.forEach(letter -> part.write(letter.line()));
      return session.commit(batch, List.of(part.finish()));
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
