package io.holdfast.sink;

import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A resource that can prepare, on a storage of its own: a part is a file in {@code prepared/} that
 * moves to {@code committed/}. It remembers what was committed, and is appalled when it is asked to
 * commit what it has dropped.
 *
 * @param location of the storage
 */
record PreparingStore(String location) implements TwoPhaseResource<String> {

  @Override
  public String description() {
    return "store " + location;
  }

  @Override
  public Connection<String> connect(SinkContext context) {
    Storage storage = context.storage(location).directory("store");
    storage.createDirectories("prepared");
    storage.createDirectories("committed");
    return new Connected(storage);
  }

  @Override
  public Optional<List<CommittedRow>> committedRows(
      String output, Function<String, Storage> places) {
    Storage storage = places.apply(location).directory("store");
    List<CommittedRow> rows = new ArrayList<>();
    for (FileStatus file : storage.list("committed")) {
      try (StorageReader reader = storage.open("committed/" + file.name())) {
        reader
            .text(Integer.MAX_VALUE)
            .lines()
            .forEach(row -> rows.add(new CommittedRow(BatchTime.NONE, row)));
      }
    }
    return Optional.of(rows);
  }

  /** A connection, which has no state. */
  static class Connected implements Connection<String> {
    private final Storage storage;

    Connected(Storage storage) {
      this.storage = storage;
    }

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
          try (Appender file = storage.createExclusive("prepared/" + name)) {
            file.write(ByteBuffer.wrap(rows.toString().getBytes(StandardCharsets.UTF_8)));
            file.force();
          }
          storage.forceDirectory("prepared");
        }

        @Override
        public void close() {
          // What is not prepared is only in memory.
        }
      };
    }

    @Override
    public void commit(String name) {
      if (!storage.exists("committed/" + name)) {
        try {
          storage.publish("prepared/" + name, "committed/" + name);
        } catch (FileMissingException e) {
          if (!storage.exists("committed/" + name)) {
            throw new AssertionError("what is to be committed was dropped: " + name, e);
          }
        }
      } else {
        storage.delete("prepared/" + name);
      }
      storage.forceDirectory("committed");
      storage.forceDirectory("prepared");
    }

    @Override
    public void abort(String name) {
      storage.delete("prepared/" + name);
    }

    @Override
    public List<String> prepared(String prefix) {
      return storage.list("prepared").stream()
          .map(FileStatus::name)
          .filter(name -> name.startsWith(prefix))
          .toList();
    }

    @Override
    public void close() {
      // A view of the storage.
    }
  }
}
