package io.holdfast.sink;

import io.holdfast.ConfigurationException;
import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.Storage;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Another sink of files with fewer and larger directories: small batches are committed out of
 * sight, and published together. Made by {@link FileSink#gathering}.
 *
 * @param sink whose files are joined
 * @param gathering until when
 * @param <T> rows
 */
public record GatheringFileSink<T>(FileSink<T> sink, Gathering gathering) implements FileSink<T> {

  /**
   * Checks that the files can be joined.
   *
   * @throws ConfigurationException if they cannot be appended to each other
   */
  public GatheringFileSink {
    Objects.requireNonNull(sink, "sink");
    Objects.requireNonNull(gathering, "gathering");
    if (!sink.encoding().appendable()) {
      throw new ConfigurationException(
          "The batches of "
              + sink.getClass().getSimpleName()
              + " at "
              + sink.location()
              + " cannot be gathered: two of its files behind each other are not a file that it"
              + " can read. Leave out gathering, or write lines of text or JSON.");
    }
  }

  @Override
  public String location() {
    return sink.location();
  }

  @Override
  public FileEncoding<? super T> encoding() {
    return sink.encoding();
  }

  @Override
  public FileSink<T> gathering(Gathering other) {
    return new GatheringFileSink<>(sink, other);
  }

  @Override
  public SinkPromise promise(Guarantee processing) {
    SinkPromise promise = sink.promise(processing);
    return new SinkPromise(
        promise.guarantee(),
        promise.reason()
            + "; small batches are gathered first, committed and out of sight for up to "
            + gathering.within());
  }

  @Override
  public Optional<List<CommittedRow>> committedRows(
      String output, Function<String, Storage> places) {
    return sink.committedRows(output, places);
  }

  @Override
  public List<Serializable> functions() {
    return sink.functions();
  }

  @Override
  public SinkSession<T> open(SinkContext context) {
    return new FileSession<>(context, sink, gathering);
  }
}
