package io.holdfast.sink;

import io.holdfast.runtime.Scheduler.Cancellable;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * An output of files on a storage: opened by epochs, filled in short ways, and looked at.
 *
 * @param sink writes it
 * @param row makes a row of it
 * @param storage where it is, whatever location the sink names
 */
record SinkLife<T>(FileSink<T> sink, Function<String, T> row, Storage storage) {
  static final UUID APPLICATION = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  static final BatchTime NOON = new BatchTime(1_700_000_000_000L);
  static final String OUTPUT = "counts";
  static final String NOON_DIRECTORY = "counts-00000001700000000000";

  /** Lines of text. */
  static SinkLife<Object> text(Storage storage) {
    return new SinkLife<>(new TextFileSink("/out"), line -> line, storage);
  }

  /** The same output on another storage, or seen through one. */
  SinkLife<T> on(Storage other) {
    return new SinkLife<>(sink, row, other);
  }

  SinkSession<T> open(long epoch) {
    return open(epoch, Guarantee.EXACTLY_ONCE);
  }

  SinkSession<T> open(long epoch, Guarantee guarantee) {
    return open(new Context("word-count", APPLICATION, OUTPUT, epoch, guarantee, storage));
  }

  SinkSession<T> open(Context context) {
    return sink.open(context);
  }

  /** What the engine tells a sink. */
  record Context(
      String application,
      UUID applicationId,
      String output,
      long epoch,
      Guarantee guarantee,
      Storage storage,
      SimulatedScheduler scheduler)
      implements SinkContext {

    Context(
        String application,
        UUID applicationId,
        String output,
        long epoch,
        Guarantee guarantee,
        Storage storage) {
      this(
          application,
          applicationId,
          output,
          epoch,
          guarantee,
          storage,
          new SimulatedScheduler(1, NOON.epochMillis()));
    }

    @Override
    public Storage storage(String location) {
      return storage;
    }

    @Override
    public Storage notes() {
      return storage.directory("notes");
    }

    @Override
    public Cancellable later(Duration delay, Runnable task) {
      return scheduler.schedule(delay, scheduler.serial("commit"), task);
    }
  }

  /** Stages one partition for each array of rows. */
  List<StagedPart> stage(SinkSession<T> session, BatchTime batch, String[]... partitions) {
    List<StagedPart> parts = new ArrayList<>();
    for (String[] rows : partitions) {
      parts.add(stagePart(session, batch, parts.size(), 0, rows));
    }
    return parts;
  }

  /** The parts as the files that they are. */
  static List<FilePart> files(List<StagedPart> parts) {
    return parts.stream().map(FilePart.class::cast).toList();
  }

  FilePart stagePart(
      SinkSession<T> session, BatchTime batch, int partition, int attempt, String... rows) {
    try (PartWriter<T> part = session.stage(batch, partition, attempt)) {
      for (String text : rows) {
        part.write(row.apply(text));
      }
      return (FilePart) part.finish();
    }
  }

  /** The same in another process than the driver's. */
  FilePart stagePart(
      PartStaging<T> elsewhere, BatchTime batch, int partition, int attempt, String... rows) {
    try (PartWriter<T> part = elsewhere.stage(batch, partition, attempt, place -> storage)) {
      for (String text : rows) {
        part.write(row.apply(text));
      }
      return (FilePart) part.finish();
    }
  }

  static String[] rows(String... rows) {
    return rows;
  }

  /** What is committed, read back by the sink. */
  List<String> committed() {
    return committed(OUTPUT);
  }

  List<String> committed(String output) {
    // A view: closing it leaves the storage open.
    return sink.committedRows(output, location -> storage.directory("")).orElseThrow().stream()
        .map(CommittedRow::row)
        .toList();
  }

  /** The paths of all files that can be seen. */
  List<String> published() {
    List<String> files = new ArrayList<>();
    for (FileStatus directory : storage.list("")) {
      if (!directory.name().startsWith("_")) {
        storage
            .list(directory.name())
            .forEach(file -> files.add(directory.name() + "/" + file.name()));
      }
    }
    return files;
  }

  /** The paths of what is staged or thrown away. */
  List<String> residue() {
    List<String> found = new ArrayList<>();
    for (String place : List.of("staging", "trash")) {
      String directory = "_holdfast/" + OUTPUT + "/" + place;
      storage
          .list(directory)
          .forEach(entry -> found.add(StoragePath.join(directory, entry.name())));
    }
    return found;
  }

  String read(String path) {
    try (StorageReader reader = storage.open(path)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) reader.length());
      reader.read(0, bytes);
      return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }
  }
}
