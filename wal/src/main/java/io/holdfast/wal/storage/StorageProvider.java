package io.holdfast.wal.storage;

import java.net.URI;
import java.util.Set;

/**
 * Opens the storages of some URI schemes. Found by {@link java.util.ServiceLoader}, so that a
 * storage which needs libraries of its own is an artifact of its own; needs a public constructor
 * without parameters. Called through {@link Storages}.
 */
public interface StorageProvider {

  /** The schemes it opens, in lower case, without the colon. */
  Set<String> schemes();

  /**
   * Opens the storage whose root is {@code location}; makes nothing there. The storage owns what it
   * starts (threads, connections) and gives it back when it is closed.
   *
   * @throws io.holdfast.ConfigurationException if the location or a setting cannot be right
   * @throws StorageException if the storage does not answer, or may not be used by this process
   */
  Storage open(URI location);

  /** As {@link #open}, to be looked at only: also beside a process that is writing to it. */
  default Storage openReadOnly(URI location) {
    return new ReadOnlyStorage(open(location));
  }
}
