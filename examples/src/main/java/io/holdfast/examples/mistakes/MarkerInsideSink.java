package io.holdfast.examples.mistakes;

import io.holdfast.sink.BatchSink;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.FilePart;
import io.holdfast.sink.SinkContext;
import io.holdfast.sink.SinkSession;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The sink of {@link MarkerInside}. Layout: {@code batches/<batch>/<partition>-<attempt>}; that the
 * directory is there is the marker. It does not keep a second driver out that runs at the same time
 * by mistake, as {@link io.holdfast.sink.TextFileSink} does.
 *
 * @param place where batches go
 */
public record MarkerInsideSink(String place) implements BatchSink<String> {

  @Override
  public SinkPromise promise(Guarantee processing) {
    return new SinkPromise(processing, "rows and marker appear by one rename");
  }

  @Override
  public SinkSession<String> open(SinkContext context) {
    return new Session(context.epoch(), context.storage(place));
  }

  @Override
  public Optional<List<CommittedRow>> committedRows(
      String output, Function<String, Storage> places) {
    List<CommittedRow> committed = new ArrayList<>();
    try (Storage storage = places.apply(place)) {
      for (FileStatus directory : storage.list("batches")) {
        BatchTime batch = new BatchTime(Long.parseLong(directory.name()));
        String path = "batches/" + directory.name();
        for (String file : Places.files(storage, path)) {
          Places.text(storage, path + "/" + file)
              .lines()
              .forEach(line -> committed.add(new CommittedRow(batch, line)));
        }
      }
    }
    return Optional.of(committed);
  }

  private static final class Session implements SinkSession<String> {
    private final long epoch;
    private final Storage storage;

    Session(long epoch, Storage storage) {
      this.epoch = epoch;
      this.storage = storage;
      storage.deleteTree("staging");
      storage.createDirectories("staging");
      storage.createDirectories("batches");
      // What the last driver has published may not be durable yet, if the machine runs on.
      storage.forceDirectory("batches");
    }

    @Override
    public boolean committed(BatchTime batch) {
      return storage.exists("batches/" + Places.number(batch));
    }

    @Override
    public PartWriter<String> stage(BatchTime batch, int partition, int attempt) {
      storage.createDirectories(staging(batch));
      String path = staging(batch) + "/" + partition + "-" + attempt;
      return new StagedLines(storage, path, partition);
    }

    @Override
    public void restage(BatchTime batch) {
      storage.deleteTree(staging(batch));
    }

    @Override
    public CommitOutcome commit(BatchTime batch, List<StagedPart> parts) {
      if (parts.isEmpty() || committed(batch)) {
        return new CommitOutcome.Committed(!parts.isEmpty());
      }
      // Attempts that did not win must not appear beside those that did.
      List<String> winners = parts.stream().map(part -> ((FilePart) part).name()).toList();
      Places.files(storage, staging(batch)).stream()
          .filter(file -> !winners.contains(file))
          .forEach(file -> storage.delete(staging(batch) + "/" + file));
      storage.forceDirectory(staging(batch));
      // Rows and marker in one step: the directory's name is the marker.
      storage.publish(staging(batch), "batches/" + Places.number(batch));
      storage.forceDirectory("batches");
      return new CommitOutcome.Committed(false);
    }

    @Override
    public void close() {
      storage.close();
    }

    private String staging(BatchTime batch) {
      return "staging/" + Places.number(batch) + "-" + epoch;
    }
  }
}
