package io.holdfast.wal.storage.mirrored;

import io.holdfast.wal.storage.DurableFile;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The markers of one side. A marker counts when it has its name, and gets it whole and durable. */
final class MarkerFiles {
  /** Everything that belongs to the mirror itself lies here, on each side. */
  static final String DIRECTORY = "mirror";

  private static final String PREFIX = "generation-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "\\d{1,18}");
  private static final String TEMPORARY = DIRECTORY + "/marker.tmp";
  private static final int KEPT = 2;

  private MarkerFiles() {}

  /** The newest marker of a side. */
  static Optional<Marker> newest(Storage side) {
    List<Long> generations = generations(side);
    if (generations.isEmpty()) {
      return Optional.empty();
    }
    try (StorageReader reader = side.open(path(generations.get(0)))) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(reader.length(), 1 << 20));
      reader.read(0, bytes);
      byte[] found = new byte[bytes.flip().remaining()];
      bytes.get(found);
      return Optional.of(Marker.decode(found, reader.location()));
    }
  }

  /**
   * Makes a marker the newest of a side. Durable when this returns; a crash before leaves the old
   * one or the new one.
   */
  static void write(Storage side, Marker marker) {
    DurableFile.publish(side, TEMPORARY, path(marker.generation()), marker.encode());
    List<Long> generations = generations(side);
    for (long old : generations.subList(Math.min(KEPT, generations.size()), generations.size())) {
      side.delete(path(old));
    }
  }

  private static List<Long> generations(Storage side) {
    List<Long> found = new ArrayList<>();
    for (FileStatus file : side.list(DIRECTORY)) {
      if (!file.directory() && NAME.matcher(file.name()).matches()) {
        found.add(Long.parseLong(file.name().substring(PREFIX.length())));
      }
    }
    found.sort(Collections.reverseOrder());
    return found;
  }

  private static String path(long generation) {
    return DIRECTORY + "/" + PREFIX + generation;
  }
}
