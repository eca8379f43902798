package io.holdfast.wal.storage.mirrored;

import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageReader;
import java.util.List;
import java.util.Objects;

/** Makes copies equal to bytes that somebody has verified. */
final class Repair {
  private final Mirror mirror;
  private final Contents contents;

  Repair(Mirror mirror) {
    this.mirror = mirror;
    this.contents = new Contents(mirror.options().bufferBytes(), bytes -> {});
  }

  /**
   * Replaces every copy that differs. Durable when it returns.
   *
   * @return how many were replaced
   */
  int makeEqual(String path, StorageReader sound) {
    mirror.names().lock();
    try {
      requireClosed(path);
      if (mirror.live().stream().noneMatch(side -> side.storage().exists(path))) {
        throw new FileMissingException(
            "repair " + mirror.location() + "/" + path + ": it does not exist", null);
      }
      List<Integer> replaced = mirror.each(side -> makeEqual(side, path, sound), unused -> {});
      int count = replaced.stream().filter(Objects::nonNull).mapToInt(Integer::intValue).sum();
      mirror.repaired(count);
      return count;
    } finally {
      mirror.names().unlock();
    }
  }

  private void requireClosed(String path) {
    if (mirror.openPaths().contains(path)) {
      throw new StorageException(
          "repair "
              + mirror.location()
              + "/"
              + path
              + ": it is being written; close it before it is repaired",
          null);
    }
  }

  private int makeEqual(Storage side, String path, StorageReader sound) {
    SideFiles files = new SideFiles(side, contents);
    if (!side.exists(path)) {
      files.prepare(sound);
      files.install(path);
      return 1;
    }
    if (isEqual(side, path, sound)) {
      return 0;
    }
    files.prepare(sound);
    files.replace(path, SideFiles.Old.QUARANTINE);
    return 1;
  }

  private boolean isEqual(Storage side, String path, StorageReader sound) {
    try (StorageReader present = side.open(path)) {
      return contents.firstDifference(sound, present) == Contents.EQUAL;
    } catch (StorageException e) {
      // It cannot be read, or the sound one cannot: then copying that will say so.
      return false;
    }
  }
}
