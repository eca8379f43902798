package io.holdfast.wal.storage.simulated;

/**
 * One operation that changes the disk.
 *
 * @param number counts the operations of one disk from 0
 * @param path from the root of the disk; the old name for {@code PUBLISH}
 * @param parts into how many steps the operation can be cut by a crash: the bytes of a {@code
 *     WRITE} or {@code HINT}, two names for the {@code PUBLISH} of a file, otherwise 1
 */
public record StorageOperation(long number, Kind kind, String path, int parts) {

  /** What an operation does. */
  public enum Kind {
    CREATE,
    WRITE,
    HINT,
    FORCE,
    PUBLISH,
    DELETE,
    FORCE_DIRECTORY,
    MKDIR,
    LOCK
  }

  @Override
  public String toString() {
    String size = kind == Kind.WRITE || kind == Kind.HINT ? " (" + parts + " bytes)" : "";
    return "operation " + number + ": " + kind + " /" + path + size;
  }
}
