package io.holdfast.wal.storage.mirrored;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.ForwardingAppender;
import io.holdfast.wal.storage.ForwardingStorage;
import io.holdfast.wal.storage.Storage;

/** Does what the storage behind it does; tests override what should go wrong. */
public class WatchedForces extends ForwardingStorage {
  public WatchedForces(Storage real) {
    super(real);
  }

  /** Whether a force of this file is done, or only said to be done. */
  protected boolean forces(String path) {
    return true;
  }

  /** Called after a force of a file was really done. */
  protected void forced(String path) {}

  @Override
  public Appender createExclusive(String path) {
    return new WatchedAppender(super.createExclusive(path), path);
  }

  @Override
  public Appender createExclusive(String path, long expectedBytes) {
    return createExclusive(path);
  }

  @Override
  public Storage directory(String path) {
    throw new UnsupportedOperationException();
  }

  private final class WatchedAppender extends ForwardingAppender {
    private final String path;

    WatchedAppender(Appender appender, String path) {
      super(appender);
      this.path = path;
    }

    @Override
    public void force() {
      if (forces(path)) {
        inner().force();
        forced(path);
      }
    }
  }
}
