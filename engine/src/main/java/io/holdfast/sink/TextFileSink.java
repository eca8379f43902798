package io.holdfast.sink;

import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.Storages;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Text files, a directory per batch, exactly once: rows are staged out of sight, forced, listed in
 * a manifest, and the whole directory appears by one rename. Anyone can read the files as they are:
 * {@code cat} the {@code part-} files.
 *
 * @param location the directory
 */
public record TextFileSink(String location) implements BatchSink<Object> {

  /** A sink that writes each row's {@code toString()} as a line below {@code directory}. */
  public static TextFileSink to(Path directory) {
    return new TextFileSink(directory.toAbsolutePath().normalize().toString());
  }

  /** The same on another storage, by a path or a URI. */
  public static TextFileSink to(String location) {
    return Storages.isRemote(location) ? new TextFileSink(location) : to(Path.of(location));
  }

  @Override
  public SinkPromise promise(Guarantee processing) {
    return processing == Guarantee.EXACTLY_ONCE
        ? new SinkPromise(
            Guarantee.EXACTLY_ONCE,
            "staged, forced, published by one rename under the batch's name, older epochs fenced")
        : new SinkPromise(
            Guarantee.AT_LEAST_ONCE,
            "published under the batch's name and epoch; a batch that runs again appears again");
  }

  @Override
  public Optional<List<CommittedRow>> committedRows(
      String output, Function<String, Storage> places) {
    try (Storage storage = places.apply(location)) {
      return Optional.of(new OutputInspector(storage).rows(output));
    }
  }

  @Override
  public SinkSession<Object> open(SinkContext context) {
    return new TextFileSession(context, context.storage(location));
  }
}
