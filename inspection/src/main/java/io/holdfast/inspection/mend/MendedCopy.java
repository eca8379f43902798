package io.holdfast.inspection.mend;

import io.holdfast.ConfigurationException;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Writes the mended application to a directory of its own; the original stays as it is. */
public final class MendedCopy {
  private static final String SUFFIX = ".mend.tmp";

  private MendedCopy() {}

  /**
   * Writes it. When this returns, all of it and its name are durable; a crash or an error before
   * leaves at most a directory whose name ends with {@value #SUFFIX}, which the next attempt
   * deletes.
   *
   * @param parent where the directory will lie
   * @param directory its name, which must be free, or an empty directory
   * @return how many files it has
   * @throws ConfigurationException if the place is taken
   */
  public static int write(MendPlan plan, Storage parent, String directory, Audit audit) {
    if (!parent.list(directory).isEmpty()) {
      throw new ConfigurationException(
          parent.location()
              + "/"
              + directory
              + " is there already and not empty. Name a new directory; nothing was written.");
    }
    String temporary = directory + SUFFIX;
    parent.createDirectories(StoragePath.parent(directory));
    parent.deleteTree(temporary);
    parent.createDirectory(temporary);
    Storage target = parent.directory(temporary);
    try {
      int files = files(plan, target, audit);
      parent.delete(directory);
      parent.publish(temporary, directory);
      parent.forceDirectory(StoragePath.parent(directory));
      return files;
    } catch (RuntimeException e) {
      discard(parent, temporary, e);
      throw e;
    }
  }

  private static void discard(Storage parent, String temporary, RuntimeException why) {
    try {
      parent.deleteTree(temporary);
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  private static int files(MendPlan plan, Storage target, Audit audit) {
    Draft draft = plan.draft();
    TreeSet<String> directories = new TreeSet<>();
    List<Map<String, Object>> changed = new ArrayList<>();
    List<String> files = draft.files();
    for (String path : files) {
      make(target, StoragePath.parent(path), directories);
      try (StorageReader reader = draft.open(path)) {
        String digest = Digests.copy(reader, target, path);
        if (draft.changes().containsKey(path)) {
          changed.add(file(draft, path, digest));
        }
      }
    }
    draft.changes().keySet().stream()
        .filter(path -> !draft.exists(path))
        .forEach(path -> changed.add(file(draft, path, "")));
    String record = Audit.path(audit.id(draft));
    make(target, StoragePath.parent(record), directories);
    try (Appender file = target.createExclusive(record)) {
      file.write(ByteBuffer.wrap(audit.line(plan, changed)));
      file.force();
    }
    directories.forEach(target::forceDirectory);
    target.forceDirectory("");
    return files.size() + 1;
  }

  private static void make(Storage target, String directory, Set<String> made) {
    if (!directory.isEmpty() && made.add(directory)) {
      make(target, StoragePath.parent(directory), made);
      target.createDirectories(directory);
    }
  }

  /** What a record says of a file. */
  static Map<String, Object> file(Draft draft, String path, String digest) {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("path", path);
    file.put(
        "sha256_before", draft.original().exists(path) ? Digests.of(draft.original(), path) : "");
    file.put("sha256_after", digest);
    return file;
  }
}
