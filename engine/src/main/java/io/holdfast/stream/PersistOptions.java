package io.holdfast.stream;

import io.holdfast.backend.local.TemporaryDirectory;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.local.LocalStorage;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * How {@code persist} keeps rows on disk for the rest of a batch. Nothing there has to survive
 * anything: files go when their batch has been computed, and what a crash leaves goes with the next
 * start.
 *
 * @param place opens the storage of temporary files when it is needed; makes nothing there
 * @param memoryBytes how much a batch keeps in memory of what {@link StorageLevel#MEMORY_AND_DISK}
 *     persists, all such streams together, before it goes to disk: bytes of the rows' encoded form,
 *     estimated from every 16th row
 */
public record PersistOptions(Supplier<Storage> place, long memoryBytes) {
  /** A directory in {@code java.io.tmpdir} that only this user can read, and 64 MiB. */
  public static final PersistOptions DEFAULT =
      new PersistOptions(TemporaryDirectory::ofThisUser, 64L << 20);

  public PersistOptions {
    Checks.atLeastOne("room in memory for persisted rows", memoryBytes);
  }

  /** Temporary files in a directory, which is made if needed. */
  public PersistOptions withDirectory(Path directory) {
    return withStorage(() -> LocalStorage.open(directory));
  }

  /** Temporary files on another storage; for tests. */
  public PersistOptions withStorage(Supplier<Storage> storage) {
    return new PersistOptions(storage, memoryBytes);
  }

  public PersistOptions withMemoryBytes(long bytes) {
    return new PersistOptions(place, bytes);
  }
}
