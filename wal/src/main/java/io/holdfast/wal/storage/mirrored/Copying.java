package io.holdfast.wal.storage.mirrored;

import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;

/**
 * Makes one side a copy of the other, which has the last word. Every file is written anew, also one
 * that reads the same: the side had failed, and what a force has failed on may be read from the
 * cache of a system that will never write it. May crash anywhere and be run again.
 */
final class Copying {
  private final Storage from;
  private final Storage to;
  private final Contents contents;
  private final SideFiles target;
  private int changes;

  Copying(Storage from, Storage to, Contents contents) {
    this.from = from;
    this.to = to;
    this.contents = contents;
    this.target = new SideFiles(to, contents);
  }

  /**
   * Makes the whole tree equal.
   *
   * @return how many files were written
   */
  int run() {
    to.createDirectories("");
    directory("");
    return changes;
  }

  private void directory(String directory) {
    from.takeOver(directory);
    to.takeOver(directory);
    boolean removed = false;
    for (Tree.Pair pair : Tree.pairs(from, to, directory)) {
      if (pair.first() == null || pair.isOfTwoKinds()) {
        remove(to, pair.path(), pair.second());
        removed = true;
      }
    }
    if (removed) {
      to.forceDirectory(directory);
    }
    for (FileStatus entry : Tree.entries(from, directory)) {
      String path = StoragePath.join(directory, entry.name());
      if (entry.directory()) {
        to.createDirectories(path);
        directory(path);
      } else {
        file(path);
      }
    }
  }

  private static void remove(Storage side, String path, FileStatus entry) {
    if (entry.directory()) {
      side.deleteTree(path);
    } else {
      side.delete(path);
    }
  }

  private void file(String path) {
    try (StorageReader source = from.open(path)) {
      if (!to.exists(path)) {
        target.prepare(source);
        target.install(path);
        changes++;
        return;
      }
      target.prepare(source);
      target.replace(path, whatToDoWith(source, path));
      changes++;
    }
  }

  /**
   * What to do with the copy that is there. Bytes that contradict are kept: they may be the right
   * ones, if the other side's disk has damaged its own.
   */
  private SideFiles.Old whatToDoWith(StorageReader source, String path) {
    try (StorageReader present = to.open(path)) {
      long difference = contents.firstDifference(source, present);
      boolean held = difference == Contents.EQUAL || difference == present.length();
      return held ? SideFiles.Old.DROP : SideFiles.Old.QUARANTINE;
    } catch (StorageException e) {
      return SideFiles.Old.QUARANTINE;
    }
  }
}
