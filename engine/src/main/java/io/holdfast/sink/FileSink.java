package io.holdfast.sink;

import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.Storages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Files of rows, a directory per batch, exactly once: rows are staged out of sight, forced, listed
 * in a manifest, and the whole directory appears by one rename. Specified in {@code
 * docs/formats/manifest.md}.
 *
 * @param <T> rows
 */
public interface FileSink<T> extends BatchSink<T> {

  /** A directory of this machine as a location that does not depend on where the job is started. */
  static String location(Path directory) {
    return directory.toAbsolutePath().normalize().toString();
  }

  /** A path or a URI as a location that does not depend on where the job is started. */
  static String location(String pathOrUri) {
    boolean uri = Storages.isRemote(pathOrUri) || pathOrUri.regionMatches(true, 0, "file:", 0, 5);
    return uri ? pathOrUri : location(Path.of(pathOrUri));
  }

  /** The directory that the batches go to: a local path or a URI. */
  String location();

  /** What the files look like. */
  FileEncoding<? super T> encoding();

  /**
   * The same with small batches gathered: they are committed out of sight, and published together
   * as one directory, each exactly once. Readers see them later, and never a part of one.
   *
   * @throws io.holdfast.ConfigurationException if files of this sink cannot be joined
   */
  default FileSink<T> gathering(Gathering gathering) {
    return new GatheringFileSink<>(this, gathering);
  }

  @Override
  default SinkPromise promise(Guarantee processing) {
    return processing == Guarantee.EXACTLY_ONCE
        ? new SinkPromise(
            Guarantee.EXACTLY_ONCE,
            "staged, forced, published by one rename under the batch's name, older epochs fenced")
        : new SinkPromise(
            Guarantee.AT_LEAST_ONCE,
            "published under the batch's name and epoch; a batch that runs again appears again");
  }

  @Override
  default Optional<List<CommittedRow>> committedRows(
      String output, Function<String, Storage> places) {
    FileEncoding<? super T> encoding = encoding();
    List<CommittedRow> rows = new ArrayList<>();
    try (Storage storage = places.apply(location())) {
      new OutputInspector(storage)
          .parts(
              output,
              (batch, name, file) ->
                  encoding.read(name, file, row -> rows.add(new CommittedRow(batch, row))));
    }
    return Optional.of(rows);
  }

  @Override
  default SinkSession<T> open(SinkContext context) {
    return new FileSession<>(context, this, Gathering.NONE);
  }
}
