package io.holdfast.inspection.rehearsal;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.ForwardingAppender;
import io.holdfast.wal.storage.ForwardingStorage;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.local.LocalStorage;
import java.nio.file.Path;

/** A local directory for what need not survive anything: nothing in it is forced. */
public final class ScratchStorage extends ForwardingStorage {
  private Lock held;

  private ScratchStorage(Storage storage) {
    super(storage);
  }

  /** The storage in {@code root}, which is made if needed. */
  public static ScratchStorage open(Path root) {
    return new ScratchStorage(LocalStorage.open(root));
  }

  @Override
  public Storage directory(String path) {
    return new ScratchStorage(inner().directory(path));
  }

  @Override
  public Appender createExclusive(String path) {
    return new Unforced(inner().createExclusive(path));
  }

  @Override
  public Appender createExclusive(String path, long expectedBytes) {
    return new Unforced(inner().createExclusive(path, expectedBytes));
  }

  @Override
  public void createDirectories(String directory) {
    if (directory.isEmpty()) {
      inner().createDirectories(directory);
    } else if (!exists(directory)) {
      createDirectories(StoragePath.parent(directory));
      inner().createDirectory(directory);
    }
  }

  @Override
  public void forceDirectory(String directory) {
    // Nothing has to be durable.
  }

  @Override
  public void probe(String directory) {
    // Nothing is promised.
  }

  @Override
  public Lock lock(String path) {
    held = inner().lock(path);
    return held;
  }

  /** Gives back its lock as well: who has used it is gone, however it has ended. */
  @Override
  public void close() {
    if (held != null) {
      held.close();
    }
    super.close();
  }

  private static final class Unforced extends ForwardingAppender {
    Unforced(Appender appender) {
      super(appender);
    }

    @Override
    public void force() {
      // Nothing has to be durable.
    }
  }
}
