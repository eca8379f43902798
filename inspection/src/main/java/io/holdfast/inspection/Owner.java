package io.holdfast.inspection;

import io.holdfast.HoldfastException;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.wal.LogId;
import io.holdfast.wal.storage.Storage;
import java.util.Optional;
import java.util.UUID;

/** Whose files must lie where, as far as the directory that they lie in says so. */
public final class Owner {
  private Owner() {}

  /**
   * The application of a directory.
   *
   * @return empty if the storage is no application's, or its identity cannot be read
   */
  public static Optional<UUID> application(Storage storage) {
    try {
      return storage.exists(ApplicationLayout.IDENTITY)
          ? ApplicationIdentity.read(storage).map(ApplicationIdentity::id)
          : Optional.empty();
    } catch (HoldfastException e) {
      // That the identity is damaged is for verify to say; the rest may be as good.
      return Optional.empty();
    }
  }

  /**
   * The identity of the log in {@code directory}: it follows from the application's.
   *
   * @return null if the application is not known
   */
  public static LogId log(Storage storage, String directory) {
    return application(storage).map(id -> ApplicationLayout.logId(id, directory)).orElse(null);
  }
}
