package io.holdfast.sink;

import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.storage.Storage;
import java.util.function.Function;

/**
 * Stages files beside the driver, each in a directory of attempts, out of which the driver takes
 * those that it commits: whatever else comes there, also late, is never seen.
 *
 * @param attempts the directory of a batch's attempts but for the batch's number, and what follows
 *     it
 */
record FileStaging<T>(FileSink<T> sink, String attempts, String suffix) implements PartStaging<T> {
  private static final long serialVersionUID = 1L;

  @Override
  public PartWriter<T> stage(
      BatchTime batch, int partition, int attempt, Function<String, Storage> places) {
    Storage storage = places.apply(sink.location());
    String directory = directory(batch);
    storage.createDirectory(directory);
    StagedFile.Place place = new StagedFile.Place(storage, directory, name -> {}, () -> {});
    return StagedRows.begin(new StagedFile(place, partition, attempt), sink.encoding());
  }

  String directory(BatchTime batch) {
    return attempts + BatchNames.number(batch) + suffix;
  }
}
