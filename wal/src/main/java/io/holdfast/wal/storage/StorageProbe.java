package io.holdfast.wal.storage;

import io.holdfast.ConfigurationException;
import io.holdfast.runtime.CompositionRoot;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/**
 * Tries on a storage what the durability of everything written to it rests on, before anything is
 * acknowledged: names are given once, and what was forced is read back by somebody else. What it
 * cannot see is whether the bytes survive the power; the storage has to ask that of its own medium.
 *
 * <p>Works in a directory of its own, {@value #PROBE}, which it removes whatever happens, with what
 * an earlier probe left behind that was killed. Two probes of the same directory at the same time
 * disturb each other: hold its lock.
 */
public final class StorageProbe {
  static final String PROBE = "probe.tmp";
  private static final String WAY_OUT =
      " Nothing may be acknowledged from there: use a local file system or HDFS.";

  private final Storage storage;
  private final Storage other;
  private final String directory;
  private final String where;

  private StorageProbe(Storage storage, Storage other, String within) {
    this.storage = storage;
    this.other = other;
    this.directory = StoragePath.join(within, PROBE);
    this.where = storage.location() + (within.isEmpty() ? "" : "/" + within);
  }

  /**
   * Tries everything in {@code directory}, which is made if it does not exist. Takes about ten
   * operations on files, three of them forced.
   *
   * @param other the same storage opened once more, by which is read back; or {@code storage}
   * @throws ConfigurationException if the storage lacks something; names it
   * @throws StorageException if an operation fails; its message says how
   */
  public static void run(Storage storage, Storage other, String directory) {
    new StorageProbe(storage, other, directory).run();
  }

  /**
   * Writes and forces a small file, as whoever asks, and deletes it. Several processes may do that
   * at the same time; what is left, an empty directory, goes with {@link #sweep}.
   *
   * @throws StorageException if an operation fails; its message says how
   */
  @CompositionRoot("a name that no other process takes")
  public static void write(Storage storage) {
    String path = PROBE + "/" + UUID.randomUUID();
    storage.createDirectories(PROBE);
    try (Appender appender = storage.createExclusive(path)) {
      appender.write(pattern(1));
      appender.force();
    }
    storage.delete(path);
  }

  /** Removes what probes have left. */
  public static void sweep(Storage storage) {
    storage.deleteTree(PROBE);
  }

  private void run() {
    storage.deleteTree(directory);
    storage.createDirectories(directory);
    try {
      tryAll();
    } catch (RuntimeException e) {
      sweepAfter(e);
      throw e;
    }
    storage.deleteTree(directory);
    require(!other.exists(directory), "what is deleted is still there afterwards");
  }

  private void sweepAfter(RuntimeException failure) {
    try {
      storage.deleteTree(directory);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private void tryAll() {
    String open = path("open");
    String named = path("named");
    try (Appender appender = storage.createExclusive(open, 3 << 10)) {
      forcedIsReadBack(appender, open, 1 << 10);
      refusesATakenName(() -> storage.createExclusive(open).close(), "created");
      forcedIsReadBack(appender, open, 2 << 10);
      storage.publish(open, named);
      storage.forceDirectory(directory);
      require(
          !other.exists(open) && other.exists(named),
          "a file that was renamed is not found under its new name alone");
      forcedIsReadBack(appender, named, 3 << 10);
    }
    readsBack(named, 3 << 10);
    storage.createExclusive(open).close();
    refusesATakenName(() -> storage.publish(open, named), "published");
    readsBack(named, 3 << 10);
    require(
        other.list(directory).equals(List.of(file("named", 3 << 10), file("open", 0))),
        "a directory does not list the files that are in it");
    storage.delete(named);
    storage.forceDirectory(directory);
    require(!other.exists(named), "what is deleted is still there afterwards");
  }

  private void forcedIsReadBack(Appender appender, String path, int length) {
    appender.write(pattern(length).position((int) appender.position()));
    appender.force();
    readsBack(path, length);
  }

  private void readsBack(String path, int length) {
    ByteBuffer found = ByteBuffer.allocate(length + 1);
    try (StorageReader reader = other.open(path)) {
      require(
          reader.length() == length,
          "a file of "
              + length
              + " bytes that were forced is read back with "
              + reader.length()
              + " bytes");
      reader.read(0, found);
    }
    require(found.flip().equals(pattern(length)), "bytes that were forced are read back as others");
  }

  private void refusesATakenName(Runnable attempt, String how) {
    try {
      attempt.run();
    } catch (FileExistsException e) {
      return;
    }
    require(
        false, "a name that is taken can be " + how + " again, so two processes could both own it");
  }

  private void require(boolean holds, String lack) {
    if (!holds) {
      throw new ConfigurationException(
          "The storage " + where + " is unfit: " + lack + "." + WAY_OUT);
    }
  }

  private static ByteBuffer pattern(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8));
    }
    return ByteBuffer.wrap(bytes);
  }

  private static FileStatus file(String name, long length) {
    return new FileStatus(name, false, length);
  }

  private String path(String name) {
    return directory + "/" + name;
  }
}
