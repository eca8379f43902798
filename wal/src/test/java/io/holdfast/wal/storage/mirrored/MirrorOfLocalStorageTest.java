package io.holdfast.wal.storage.mirrored;

import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageContract;
import io.holdfast.wal.storage.local.LocalStorage;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract on two directories, with forces of both sides at once. */
final class MirrorOfLocalStorageTest extends StorageContract {
  @TempDir private Path directory;
  private final ExecutorService pool =
      Executors.newFixedThreadPool(1, task -> new Thread(task, "second-side"));

  @Override
  protected Storage newStorage() {
    return MirroredStorage.open(
        LocalStorage.open(directory.resolve("a/root")),
        LocalStorage.open(directory.resolve("b/root")),
        MirrorOptions.DEFAULT.withForcesOn(pool),
        new SimulatedScheduler(1, 0));
  }

  /** The mirror itself is open once; its other users see it through views. */
  @Override
  protected Storage sameStorageAgain() {
    return storage().directory("");
  }

  @AfterEach
  void close() {
    storage().close();
    pool.shutdown();
  }
}
