package io.holdfast.testkit.contract;

import io.holdfast.sink.BatchSink;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.SinkContext;
import io.holdfast.sink.SinkSession;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A file for each batch, which appears by a rename. Rows wait in memory until the commit.
 *
 * @param forces whether the file is forced before the rename and the name after it; if not, that is
 *     the mistake
 */
record RenamingSink(boolean forces) implements BatchSink<String> {
  static final Map<SinkRule, String> EXEMPT =
      Map.of(
          SinkRule.EPOCHS, "old drivers are not kept out",
          SinkRule.FENCED, "old drivers are not kept out",
          SinkRule.OWNED, "nothing says whose the directory is");

  @Override
  public SinkPromise promise(Guarantee processing) {
    return new SinkPromise(processing, "rows and marker are one file");
  }

  @Override
  public SinkSession<String> open(SinkContext context) {
    Storage storage = context.storage("/out/" + context.output());
    storage.createDirectories("");
    storage.list("").stream()
        .filter(file -> file.name().endsWith(".tmp"))
        .forEach(file -> storage.delete(file.name()));
    if (forces) {
      storage.forceDirectory("");
    }
    return new Session(storage, context.epoch());
  }

  @Override
  public Optional<List<CommittedRow>> committedRows(
      String output, Function<String, Storage> places) {
    List<CommittedRow> rows = new ArrayList<>();
    try (Storage storage = places.apply("/out/" + output)) {
      for (FileStatus file : storage.list("")) {
        if (!file.name().endsWith(".tmp")) {
          BatchTime batch = new BatchTime(Long.parseLong(file.name()));
          text(storage, file.name()).lines().forEach(row -> rows.add(new CommittedRow(batch, row)));
        }
      }
    }
    return Optional.of(rows);
  }

  private static String text(Storage storage, String path) {
    try (StorageReader file = storage.open(path)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) file.length());
      file.read(0, bytes);
      return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }
  }

  private record Lines(int partition, List<String> texts) implements SinkSession.StagedPart {
    private static final long serialVersionUID = 1L;

    @Override
    public long rows() {
      return texts.size();
    }
  }

  private final class Session implements SinkSession<String> {
    private final Storage storage;
    private final long epoch;

    Session(Storage storage, long epoch) {
      this.storage = storage;
      this.epoch = epoch;
    }

    @Override
    public boolean committed(BatchTime batch) {
      return storage.exists(name(batch));
    }

    @Override
    public PartWriter<String> stage(BatchTime batch, int partition, int attempt) {
      List<String> rows = new ArrayList<>();
      return new PartWriter<>() {
        @Override
        public void write(String row) {
          rows.add(row);
        }

        @Override
        public StagedPart finish() {
          return new Lines(partition, List.copyOf(rows));
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void restage(BatchTime batch) {}

    @Override
    public CommitOutcome commit(BatchTime batch, List<StagedPart> parts) {
      if (parts.isEmpty() || committed(batch)) {
        return new CommitOutcome.Committed(!parts.isEmpty());
      }
      StringBuilder text = new StringBuilder();
      parts.forEach(part -> ((Lines) part).texts().forEach(row -> text.append(row).append('\n')));
      String temporary = epoch + ".tmp";
      storage.delete(temporary);
      try (Appender file = storage.createExclusive(temporary)) {
        file.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
        if (forces) {
          file.force();
        }
      }
      storage.publish(temporary, name(batch));
      if (forces) {
        storage.forceDirectory("");
      }
      return new CommitOutcome.Committed(false);
    }

    private static String name(BatchTime batch) {
      return Long.toString(batch.epochMillis());
    }

    @Override
    public void close() {
      storage.close();
    }
  }
}
