package io.holdfast.sink;

import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A text file output on a storage: opened by epochs, filled in short ways. */
record SinkLife(Storage storage) {
  static final UUID APPLICATION = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  static final BatchTime NOON = new BatchTime(1_700_000_000_000L);
  static final String NOON_DIRECTORY = "counts-00000001700000000000";

  TextFileSession open(long epoch) {
    return open(epoch, Guarantee.EXACTLY_ONCE);
  }

  TextFileSession open(long epoch, Guarantee guarantee) {
    return open(new Context("word-count", APPLICATION, "counts", epoch, guarantee, storage));
  }

  TextFileSession open(Context context) {
    return new TextFileSession(context, storage);
  }

  /** What the engine tells a sink. */
  record Context(
      String application,
      UUID applicationId,
      String output,
      long epoch,
      Guarantee guarantee,
      Storage storage)
      implements SinkContext {
    @Override
    public Storage storage(String location) {
      return storage;
    }
  }

  /** Stages one partition for each array of rows. */
  static List<StagedPart> stage(TextFileSession session, BatchTime batch, String[]... partitions) {
    List<StagedPart> parts = new ArrayList<>();
    for (String[] rows : partitions) {
      try (PartWriter<Object> part = session.stage(batch, parts.size(), 0)) {
        for (String row : rows) {
          part.write(row);
        }
        parts.add(part.finish());
      }
    }
    return parts;
  }

  static String[] rows(String... rows) {
    return rows;
  }

  /** Contents of all files that are published, by path. */
  Map<String, String> published() {
    Map<String, String> files = new TreeMap<>();
    for (FileStatus directory : storage.list("")) {
      if (!directory.name().startsWith("_")) {
        for (FileStatus file : storage.list(directory.name())) {
          String path = directory.name() + "/" + file.name();
          files.put(path, read(path));
        }
      }
    }
    return files;
  }

  String read(String path) {
    try (StorageReader reader = storage.open(path)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) reader.length());
      reader.read(0, bytes);
      return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }
  }
}
