package io.holdfast.sink;

import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.Storage;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes to a resource that can prepare, exactly once, by two-phase commit. Each part of a batch is
 * prepared; when all are and the states of the batch are durable, the decision to commit is noted
 * in the application's directory; then each part is committed. A driver that starts carries out
 * what was decided, and aborts what earlier drivers have prepared and not decided.
 *
 * <p>The parts of a batch are committed one after the other: a reader of the resource may see some
 * before the others, and sees all in the end. A part that was decided waits for the job to be
 * started again if it died there; a resource that gives up prepared parts by itself after a while
 * must be told to wait longer than that.
 *
 * <p><b>Fencing.</b> The lock of the application's directory keeps a second driver away. Where it
 * does nothing, epochs do: a decision is a file that is renamed out of a directory with the epoch
 * in its name. A newer driver claims its epoch, empties the directories of the older ones, and then
 * looks for decisions. So the decision of an old driver comes before that and is carried out by the
 * new one, or its renaming finds nothing. Parts that an old driver prepares after the new one has
 * started are aborted by itself when it is refused, or by the next start.
 *
 * <p>{@code docs/formats/two-phase-notes.md} specifies the notes.
 *
 * @param resource that is written to
 * @param <T> rows
 */
public record TwoPhaseSink<T>(TwoPhaseResource<T> resource) implements BatchSink<T> {

  /** Checks that nothing is missing. */
  public TwoPhaseSink {
    Objects.requireNonNull(resource, "resource");
  }

  @Override
  public SinkPromise promise(Guarantee processing) {
    return processing == Guarantee.EXACTLY_ONCE
        ? new SinkPromise(
            Guarantee.EXACTLY_ONCE,
            "prepared, decided durably, then committed in "
                + resource.description()
                + ", part by part; older epochs cannot decide")
        : new SinkPromise(
            Guarantee.AT_LEAST_ONCE,
            "prepared and committed in "
                + resource.description()
                + "; a batch that runs again is committed again");
  }

  @Override
  public SinkSession<T> open(SinkContext context) {
    return TwoPhaseSession.open(context, resource);
  }

  @Override
  public Optional<List<CommittedRow>> committedRows(
      String output, Function<String, Storage> places) {
    return resource.committedRows(output, places);
  }

  @Override
  public List<Serializable> functions() {
    return resource.functions();
  }
}
