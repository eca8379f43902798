package io.holdfast.testkit.jobs;

import io.holdfast.sink.BatchSink;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.SinkContext;
import io.holdfast.sink.SinkSession;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.DurableFile;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A sink that has to be asked again about every batch: no commit that it has not seen before is
 * answered, and every third one does nothing. A batch is a file that is named after what was
 * staged; asked again with something else, the sink writes another one.
 */
public record UnansweredSink(String location) implements BatchSink<String> {

  @Override
  public SinkPromise promise(Guarantee processing) {
    return new SinkPromise(processing, "a batch is a file; it is looked for before it is written");
  }

  @Override
  public SinkSession<String> open(SinkContext context) {
    Storage storage = context.storage(location);
    storage.createDirectories("batches");
    DurableFile.sweep(storage, "batches");
    storage.forceDirectory("batches");
    return new Session(storage, context.epoch(), new AtomicLong(), new AtomicLong());
  }

  @Override
  public Optional<List<CommittedRow>> committedRows(
      String output, Function<String, Storage> places) {
    List<CommittedRow> rows = new ArrayList<>();
    try (Storage storage = places.apply(location)) {
      for (FileStatus file : storage.list("batches")) {
        if (!file.name().endsWith(".tmp")) {
          BatchTime batch = new BatchTime(Long.parseLong(file.name().substring(0, 20)));
          read(storage, file).lines().forEach(row -> rows.add(new CommittedRow(batch, row)));
        }
      }
    }
    return Optional.of(rows);
  }

  private static String read(Storage storage, FileStatus file) {
    try (StorageReader reader = storage.open("batches/" + file.name())) {
      ByteBuffer bytes = ByteBuffer.allocate((int) reader.length());
      reader.read(0, bytes);
      return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }
  }

  private record Rows(int partition, List<String> lines, long number)
      implements SinkSession.StagedPart {
    @Override
    public long rows() {
      return lines.size();
    }
  }

  private record Session(Storage storage, long epoch, AtomicLong staged, AtomicLong asked)
      implements SinkSession<String> {
    private static String prefix(BatchTime batch) {
      return String.format(Locale.ROOT, "%020d-", batch.epochMillis());
    }

    @Override
    public boolean committed(BatchTime batch) {
      return storage.list("batches").stream().anyMatch(f -> f.name().startsWith(prefix(batch)));
    }

    @Override
    public PartWriter<String> stage(BatchTime batch, int partition, int attempt) {
      List<String> lines = new ArrayList<>();
      return new PartWriter<>() {
        @Override
        public void write(String row) {
          lines.add(row);
        }

        @Override
        public StagedPart finish() {
          return new Rows(partition, lines, staged.incrementAndGet());
        }

        @Override
        public void close() {
          // Rows are in memory.
        }
      };
    }

    @Override
    public void restage(BatchTime batch) {
      // Nothing is kept of what was staged.
    }

    @Override
    public CommitOutcome commit(BatchTime batch, List<StagedPart> parts) {
      if (parts.isEmpty()) {
        return new CommitOutcome.Committed(false);
      }
      String name = prefix(batch) + epoch + "-" + ((Rows) parts.get(0)).number();
      if (storage.exists("batches/" + name)) {
        return new CommitOutcome.Committed(true);
      }
      if (asked.incrementAndGet() % 3 != 1) {
        String text =
            parts.stream()
                .flatMap(part -> ((Rows) part).lines().stream())
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        DurableFile.publish(storage, "batches/" + name + ".tmp", "batches/" + name, bytes);
      }
      return new CommitOutcome.Unknown("away", new IllegalStateException("away"), true);
    }

    @Override
    public void close() {
      storage.close();
    }
  }
}
