package io.holdfast.wal.storage;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** Makes whole files that appear under their name at once: temporary, forced, published, forced. */
public final class DurableFile {
  private DurableFile() {}

  /** As {@link #publish(Storage, String, String, long, Consumer)}, for contents that are there. */
  public static void publish(Storage storage, String temporary, String path, byte[] contents) {
    publish(
        storage, temporary, path, contents.length, file -> file.write(ByteBuffer.wrap(contents)));
  }

  /**
   * Makes a file. When this returns its contents and its name are durable; a crash before leaves at
   * most the temporary file, which the next attempt deletes.
   *
   * @param temporary in the same directory
   * @param path the name, which must be free
   * @param expectedBytes see {@link Storage#createExclusive(String, long)}
   * @param contents writes them; need not force
   * @throws FileExistsException if the name is taken
   */
  public static void publish(
      Storage storage,
      String temporary,
      String path,
      long expectedBytes,
      Consumer<Appender> contents) {
    storage.delete(temporary);
    try (Appender file = storage.createExclusive(temporary, expectedBytes)) {
      contents.accept(file);
      file.force();
    }
    storage.publish(temporary, path);
    storage.forceDirectory(StoragePath.parent(path));
  }

  /**
   * Deletes the files in {@code directory} whose names end with {@code .tmp}: a process that was
   * killed may have left one that it had not yet given its name. To be called while nobody else
   * makes files there. The deletions are not forced; what a crash brings back goes the next time.
   */
  public static void sweep(Storage storage, String directory) {
    leftovers(storage, directory).forEach(storage::delete);
  }

  /** The paths that {@link #sweep} would delete. */
  public static List<String> leftovers(Storage storage, String directory) {
    return storage.list(directory).stream()
        .map(FileStatus::name)
        .filter(name -> name.endsWith(".tmp"))
        .map(name -> StoragePath.join(directory, name))
        .toList();
  }
}
