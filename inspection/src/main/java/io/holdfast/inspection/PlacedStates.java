package io.holdfast.inspection;

import io.holdfast.ConfigurationException;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.wal.storage.Storage;

/** Applications whose states lie in the logs of a cluster's executors. */
public final class PlacedStates {
  private PlacedStates() {}

  /** Whether an application has such states. */
  public static boolean in(Storage application) {
    return !application.list(ApplicationLayout.PLACES).isEmpty();
  }

  /**
   * Refuses what is not possible with them.
   *
   * @param what cannot be done
   * @throws ConfigurationException if the application has such states
   */
  public static void refuse(Storage application, String what) {
    if (in(application)) {
      throw new ConfigurationException(
          application.location()
              + ": its states lie in logs of a cluster's executors, and "
              + what
              + " does not work on those. Nothing was changed.");
    }
  }
}
