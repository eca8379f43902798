package io.holdfast.testkit.jobs;

import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.SinkContext;
import io.holdfast.sink.TwoPhaseResource;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.storage.DurableFile;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The smallest resource that can prepare: a part is a file of lines in {@code prepared/}, and is
 * committed by its way to {@code committed/}.
 *
 * @param location of both
 */
public record PreparedFiles(String location) implements TwoPhaseResource<String> {

  @Override
  public String description() {
    return "files in " + location;
  }

  @Override
  public Connection<String> connect(SinkContext context) {
    Storage storage = context.storage(location);
    storage.createDirectories("prepared");
    storage.createDirectories("committed");
    return new Connected(storage);
  }

  @Override
  public Optional<List<CommittedRow>> committedRows(
      String output, Function<String, Storage> places) {
    List<CommittedRow> rows = new ArrayList<>();
    try (Storage storage = places.apply(location)) {
      for (FileStatus file : storage.list("committed")) {
        try (StorageReader reader = storage.open("committed/" + file.name())) {
          reader
              .text(Integer.MAX_VALUE)
              .lines()
              .forEach(row -> rows.add(new CommittedRow(BatchTime.NONE, row)));
        }
      }
    }
    return Optional.of(rows);
  }

  private record Connected(Storage storage) implements Connection<String> {
    @Override
    public Part<String> begin(String name) {
      StringBuilder rows = new StringBuilder();
      return new Part<>() {
        @Override
        public void write(String row) {
          rows.append(row).append('\n');
        }

        @Override
        public void prepare() {
          byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
          DurableFile.publish(storage, "prepared/" + name + ".tmp", "prepared/" + name, bytes);
        }

        @Override
        public void close() {
          // Rows that are not prepared are in memory.
        }
      };
    }

    @Override
    public void commit(String name) {
      if (storage.exists("committed/" + name)) {
        // A crash may leave a file under both of its names.
        storage.delete("prepared/" + name);
      } else {
        storage.publish("prepared/" + name, "committed/" + name);
      }
      storage.forceDirectory("committed");
    }

    @Override
    public void abort(String name) {
      storage.delete("prepared/" + name);
    }

    @Override
    public List<String> prepared(String prefix) {
      DurableFile.sweep(storage, "prepared");
      return storage.list("prepared").stream()
          .map(FileStatus::name)
          .filter(name -> name.startsWith(prefix))
          .toList();
    }

    @Override
    public void close() {
      storage.close();
    }
  }
}
