package io.holdfast.testkit.invariant;

import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that a job which was stopped in good order must not leave: temporary ones, parts of
 * outputs that are staged, kept back or being thrown away, rows kept for a batch, what a probe has
 * made.
 */
public final class Residue {
  private Residue() {}

  /** Their paths below the root of a storage; empty if there are none. */
  public static List<String> in(Storage storage) {
    List<String> found = new ArrayList<>();
    search(storage, "", found);
    return found;
  }

  private static void search(Storage storage, String directory, List<String> found) {
    for (FileStatus entry : storage.list(directory)) {
      String path = StoragePath.join(directory, entry.name());
      int before = found.size();
      if (entry.directory()) {
        search(storage, path, found);
      }
      // A directory that is staged counts by what is in it, if there is anything.
      if (found.size() == before && isResidue(path, entry.name())) {
        found.add(path);
      }
    }
  }

  private static boolean isResidue(String path, String name) {
    return name.endsWith(".tmp")
        || name.contains("probe")
        || name.endsWith(".rows")
        || path.contains("/staging/")
        || path.contains("/gathered/")
        || path.contains("/trash/");
  }
}
