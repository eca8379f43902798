package io.holdfast.wal.storage.mirrored;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;

/**
 * Puts whole files in their places on one side.
 *
 * <p>A new copy is written and forced beside the tree and gets its name when it is durable. One
 * that replaces another waits until that one is set aside, under {@code mirror/aside} with the same
 * path; {@link #bringBack} makes good what a crash in between has left. So at any time the side has
 * the old copy or the new one, and at most one file is being replaced.
 */
final class SideFiles {
  private static final String INCOMING = MarkerFiles.DIRECTORY + "/incoming";
  private static final String ASIDE = MarkerFiles.DIRECTORY + "/aside";
  private static final String QUARANTINE = MarkerFiles.DIRECTORY + "/quarantine";

  private final Storage side;
  private final Contents contents;

  /** What becomes of the copy that was replaced. */
  enum Old {
    /** It is kept in {@code mirror/quarantine/<number>/} until an operator deletes it. */
    QUARANTINE,
    /** All that it holds is in the new one. */
    DROP
  }

  SideFiles(Storage side, Contents contents) {
    this.side = side;
    this.contents = contents;
  }

  /** Writes a copy and makes it durable, without a name in the tree yet. */
  void prepare(StorageReader source) {
    side.delete(INCOMING);
    try (Appender appender = side.createExclusive(INCOMING, source.length())) {
      contents.copy(source, appender);
      appender.force();
    }
  }

  /** Gives what was prepared its name, which must be free. Durable when this returns. */
  void install(String path) {
    String parent = StoragePath.parent(path);
    side.createDirectories(parent);
    side.publish(INCOMING, path);
    side.forceDirectory(parent);
  }

  /** Puts what was prepared in the place of the file that is there. Durable when this returns. */
  void replace(String path, Old old) {
    String aside = StoragePath.join(ASIDE, path);
    side.createDirectories(StoragePath.parent(aside));
    side.publish(path, aside);
    side.forceDirectory(StoragePath.parent(aside));
    install(path);
    if (old == Old.QUARANTINE) {
      quarantine(path);
    }
    forget(aside);
    side.deleteTree(ASIDE);
  }

  /** Durable, or a crash could bring the old copy back after the file was deleted. */
  private void forget(String aside) {
    side.delete(aside);
    side.forceDirectory(StoragePath.parent(aside));
  }

  /** Makes good what a crash has left of {@link #replace} and {@link #prepare}. */
  void bringBack() {
    side.delete(INCOMING);
    if (side.exists(ASIDE)) {
      bringBack("");
      side.deleteTree(ASIDE);
    }
  }

  private void bringBack(String directory) {
    for (FileStatus entry : side.list(StoragePath.join(ASIDE, directory))) {
      String path = StoragePath.join(directory, entry.name());
      if (entry.directory()) {
        bringBack(path);
      } else {
        bringBackFile(path);
        forget(StoragePath.join(ASIDE, path));
      }
    }
  }

  private void bringBackFile(String path) {
    String aside = StoragePath.join(ASIDE, path);
    if (!side.exists(path)) {
      side.publish(aside, path);
    } else if (!isBeginningOf(aside, path)) {
      quarantine(path);
    }
    side.forceDirectory(StoragePath.parent(path));
  }

  private boolean isBeginningOf(String aside, String path) {
    try (StorageReader old = side.open(aside);
        StorageReader present = side.open(path)) {
      long difference = contents.firstDifference(old, present);
      return difference == Contents.EQUAL || difference == old.length();
    }
  }

  private void quarantine(String path) {
    long number = side.list(QUARANTINE).size();
    String place;
    do {
      place = StoragePath.join(QUARANTINE + "/" + number++, path);
    } while (side.exists(place));
    side.createDirectories(StoragePath.parent(place));
    side.publish(StoragePath.join(ASIDE, path), place);
    side.forceDirectory(StoragePath.parent(place));
  }
}
