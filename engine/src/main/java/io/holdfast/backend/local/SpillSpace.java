package io.holdfast.backend.local;

import io.holdfast.checkpoint.kryo.KryoCodec;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Room for the rows that batches keep on disk: a directory of this life of the application, made
 * when it is first needed, deleted at the end. Nothing in it is ever forced or read by another
 * life. Used by many threads.
 */
public final class SpillSpace implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpillSpace.class);

  private final Supplier<Storage> place;
  private final String application;
  private final String directory;
  private final KryoCodec codec;
  private final long memoryBytes;
  private Storage storage;
  private boolean made;
  private boolean closed;
  private long files;

  /**
   * The room of one life.
   *
   * @param place opens the storage; makes nothing there
   * @param epoch of this life
   * @param codec of rows
   * @param memoryBytes of encoded form that a batch keeps in memory before rows go to disk
   */
  public SpillSpace(
      Supplier<Storage> place, UUID application, long epoch, KryoCodec codec, long memoryBytes) {
    this.place = place;
    this.application = "holdfast-" + application + "-";
    this.directory = this.application + epoch;
    this.codec = codec;
    this.memoryBytes = memoryBytes;
  }

  KryoCodec codec() {
    return codec;
  }

  long memoryBytes() {
    return memoryBytes;
  }

  /**
   * Deletes what earlier lives have left; the application's lock is held. That it cannot be deleted
   * is no reason not to start: it is logged.
   */
  public synchronized void sweep() {
    try {
      for (FileStatus entry : opened().list("")) {
        if (entry.name().startsWith(application) && !entry.name().equals(directory)) {
          opened().deleteTree(entry.name());
        }
      }
    } catch (StorageException e) {
      LOG.warn(
          "Temporary rows of an earlier life of the application cannot be looked for or deleted."
              + " Nothing depends on them.",
          e);
    }
  }

  /** A name for a new file; its directory is there. */
  synchronized String newFile() {
    if (closed) {
      throw new StorageException("The job has ended; no more rows are kept on disk.", null);
    }
    if (!made) {
      opened().createDirectories("");
      opened().createDirectories(directory);
      made = true;
    }
    return directory + "/" + files++ + ".rows";
  }

  /** The storage that the files lie on. */
  synchronized Storage opened() {
    if (storage == null) {
      storage = place.get();
    }
    return storage;
  }

  /** Deletes a file whose batch is done. */
  void delete(String file) {
    try {
      opened().delete(file);
    } catch (StorageException e) {
      LOG.warn("A temporary file cannot be deleted now; the next start tries again.", e);
    }
  }

  /** Deletes everything. */
  @Override
  public synchronized void close() {
    closed = true;
    if (storage == null) {
      return;
    }
    try (Storage ending = storage) {
      if (made) {
        ending.deleteTree(directory);
      }
    } catch (StorageException e) {
      LOG.warn("Temporary rows cannot be deleted now; the next start tries again.", e);
    }
  }
}
