package io.holdfast.examples.mistakes;

import io.holdfast.source.NumberedTcpSource;
import io.holdfast.source.ReceiverSource;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Where the jobs of this package read and write, and how they read small files. */
final class Places {
  static final String OUT = "/out";
  static final String SPOOL = "/spool";

  private Places() {}

  /** The input of the jobs whose mistake is in their output. */
  static ReceiverSource<String> lines() {
    return new NumberedTcpSource("localhost", 7000);
  }

  /** A batch as a part of a file name: later batches have later names. */
  static String number(BatchTime batch) {
    return String.format(Locale.ROOT, "%020d", batch.epochMillis());
  }

  /** Names of the files in a directory, in order. */
  static List<String> files(Storage storage, String directory) {
    return storage.list(directory).stream()
        .filter(file -> !file.directory())
        .map(FileStatus::name)
        .toList();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** All of a file, which must be small. */
  static String text(Storage storage, String path) {
    try (StorageReader file = storage.open(path)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) file.length());
      file.read(0, bytes);
      return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }
  }
}
