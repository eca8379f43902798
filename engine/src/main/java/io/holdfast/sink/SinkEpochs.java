package io.holdfast.sink;

import io.holdfast.FencedException;
import io.holdfast.wal.storage.FileExistsException;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import java.util.List;
import java.util.Locale;

/** The epochs that have opened an output, a file each; the highest may commit. */
final class SinkEpochs {
  private final Storage storage;
  private final String directory;
  private final long epoch;

  private SinkEpochs(Storage storage, String directory, long epoch) {
    this.storage = storage;
    this.directory = directory;
    this.epoch = epoch;
  }

  /** Makes {@code epoch} the highest. Durable when it returns. */
  static SinkEpochs claim(Storage storage, String directory, long epoch) {
    storage.createDirectories(directory);
    SinkEpochs epochs = new SinkEpochs(storage, directory, epoch);
    epochs.check();
    try {
      storage.createExclusive(epochs.path(epoch)).close();
    } catch (FileExistsException e) {
      // Claimed by this epoch before: opening a sink twice in one life is the same as once.
    }
    storage.forceDirectory(directory);
    for (FileStatus file : storage.list(directory)) {
      if (file.name().compareTo(name(epoch)) < 0) {
        storage.delete(directory + "/" + file.name());
      }
    }
    return epochs;
  }

  /** Fails if a higher epoch has opened the output. */
  void check() {
    List<FileStatus> files = storage.list(directory);
    if (!files.isEmpty() && files.get(files.size() - 1).name().compareTo(name(epoch)) > 0) {
      throw new FencedException(
          "Epoch "
              + epoch
              + " was superseded by "
              + files.get(files.size() - 1).name()
              + " in "
              + storage.location()
              + "/"
              + directory
              + ": another driver has taken over.");
    }
  }

  /**
   * Takes a directory of an older driver out of its reach.
   *
   * @param trash where it goes; deleted with the rest of the trash
   */
  void takeAway(String from, String trash) {
    storage.deleteTree(trash);
    try {
      storage.publish(from, trash);
    } catch (FileMissingException e) {
      // Its driver has given it another name, or another one that starts has taken it away.
      check();
    }
  }

  private String path(long number) {
    return directory + "/" + name(number);
  }

  private static String name(long number) {
    return String.format(Locale.ROOT, "epoch-%010d", number);
  }
}
