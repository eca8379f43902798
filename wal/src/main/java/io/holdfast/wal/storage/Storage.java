package io.holdfast.wal.storage;

import java.util.List;

/**
 * The only door to files. A storage is one directory tree; paths are relative to its root,
 * separated by {@code /}, without {@code .} or {@code ..}. Small on purpose: what is not here,
 * durable code must not need.
 *
 * <p><b>Durability.</b> File contents become durable by {@link Appender#force()}, directory entries
 * (creation, publication, deletion) by {@link #forceDirectory} of the directory that holds them;
 * neither implies the other. After a crash an entry that was not forced may be there or not, and
 * bytes that were not forced may be old, new, zero or garbage. Bytes once forced are not changed by
 * later appends to the same file, torn or not.
 *
 * <p><b>Threads.</b> All methods may be called from any thread; an {@link Appender} belongs to one
 * thread at a time.
 *
 * <p><b>Errors.</b> Every method throws {@link StorageException}, whose message names the operation
 * and the full path; {@link StorageFullException} when there is no room, {@link
 * FileMissingException} and {@link FileExistsException} where noted.
 */
public interface Storage extends AutoCloseable {

  /** Where this storage lies, for messages: a local path or a URI. */
  String location();

  /**
   * The files and directories directly inside {@code directory} ({@code ""} is the root), sorted by
   * name; empty when the directory does not exist.
   */
  List<FileStatus> list(String directory);

  /**
   * Whether a file or directory of that name is there now. One cheap call: it may stand in a hot
   * path.
   */
  boolean exists(String path);

  /**
   * Opens a file for reading. The reader sees what has been forced so far, also by a live appender;
   * what was only written may be seen. A reader or appender of a file that is deleted meanwhile may
   * fail, and never gets to see or touch another file of that name.
   *
   * @throws FileMissingException if there is no such file
   */
  StorageReader open(String path);

  /**
   * Creates a file that did not exist, and opens it for appending. The check and the creation are
   * one atomic step, also between processes. The entry is durable after {@link #forceDirectory} of
   * its parent. Parents must exist.
   *
   * @throws FileExistsException if the name is taken
   */
  Appender createExclusive(String path);

  /**
   * As {@link #createExclusive(String)}, for a file of which the caller knows how long it may get.
   *
   * @param expectedBytes the file will not get longer; a storage may choose its block size by it
   */
  default Appender createExclusive(String path, long expectedBytes) {
    return createExclusive(path);
  }

  /**
   * Opens a file of hints, creating it if needed. A storage that cannot overwrite returns {@link
   * Hint#NONE}. Read it back with {@link #open}.
   */
  default Hint hint(String path) {
    return Hint.NONE;
  }

  /**
   * Takes the files directly in {@code directory} away from whoever was writing them: when this
   * returns, nobody's append to one of them is acknowledged any more, and their lengths are final.
   * Does nothing where a dead process holds nothing, as on local disks; there epochs keep the
   * living apart.
   *
   * @throws StorageException if that cannot be made sure in bounded time; then nothing in the
   *     directory may be relied on yet
   */
  default void takeOver(String directory) {
    // Nothing to take.
  }

  /**
   * Tries whether this storage keeps its promises in {@code directory}, which is made if needed and
   * left as it was otherwise. Called with the directory's lock held, before the first
   * acknowledgement.
   *
   * @throws io.holdfast.ConfigurationException if the storage lacks something; names it and the way
   *     out
   */
  default void probe(String directory) {
    StorageProbe.run(this, this, directory);
  }

  /**
   * Makes every copy of a file that nobody writes any more equal to {@code sound}, and keeps what
   * was there aside. Does nothing in a storage with one copy.
   *
   * @param sound reads the bytes that were verified
   * @return how many copies were replaced
   */
  default int repair(String path, StorageReader sound) {
    return 0;
  }

  /**
   * Makes the directory and its missing parents. Durable when it returns (each new entry is forced
   * in its parent).
   */
  void createDirectories(String directory);

  /**
   * Makes one directory, and nothing durable: for what gets its name later, by {@link #publish} and
   * {@link #forceDirectory} of the new parent. A storage may do more. Does nothing if it is there.
   *
   * @throws FileMissingException if the parent does not exist; a storage may make it instead
   */
  default void createDirectory(String directory) {
    createDirectories(directory);
  }

  /**
   * Renames a file or directory to a name that is not taken, atomically. After a crash before
   * {@link #forceDirectory} of the new parent the thing is found under the old name, the new one,
   * or (files) both, always whole as far as it was forced before.
   *
   * @throws FileExistsException if {@code to} exists
   * @throws FileMissingException if {@code from} or the parent of {@code to} does not exist
   */
  void publish(String from, String to);

  /** Deletes a file or an empty directory. Deleting what is not there does nothing. */
  void delete(String path);

  /**
   * Makes all changes of entries in {@code directory} so far durable.
   *
   * @throws FileMissingException if there is no such directory
   */
  void forceDirectory(String directory);

  /**
   * Takes the exclusive lock named {@code path} for this process, without waiting; the file is
   * created if needed. The lock ends with {@link Lock#close()} or with the process, however it
   * dies.
   *
   * @throws io.holdfast.InUseException if another live process (or another user in this one) holds
   *     it
   */
  Lock lock(String path);

  /**
   * Looks whether the lock named {@code path} is held, without asking for it: nobody is kept from
   * taking it, and nothing is changed. What is seen may be over when this returns.
   */
  default LockLook lookAtLock(String path) {
    return new LockLook(
        LockLook.Answer.UNKNOWN, "this storage shows no locks, only refuses them", "");
  }

  /** Bytes that can still be written, as far as the storage knows. */
  long usableBytes();

  /** The size of the storage, used and free; {@link Long#MAX_VALUE} if it does not say. */
  default long totalBytes() {
    return Long.MAX_VALUE;
  }

  /**
   * The same storage seen from one of its directories, which need not exist yet. Closing the view
   * does nothing.
   */
  Storage directory(String path);

  /** Releases what this object holds; files stay as they are. */
  @Override
  void close();

  /** A held lock. */
  interface Lock extends AutoCloseable {

    /**
     * Writes into the lock file who holds it, for the message that others get who ask for the lock.
     * Not durable, replaces what was said before.
     */
    void describe(String text);

    /** Gives the lock back; the file stays. Idempotent. */
    @Override
    void close();
  }

  /**
   * Deletes a directory and all that is in it, deepest first; what is not there is no error. Not
   * atomic.
   */
  default void deleteTree(String directory) {
    for (FileStatus entry : list(directory)) {
      String path = directory + "/" + entry.name();
      if (entry.directory()) {
        deleteTree(path);
      } else {
        delete(path);
      }
    }
    delete(directory);
  }
}
