package io.holdfast.wal.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;

/** A storage to test, and short ways to write and read in it. */
public abstract class StorageFixture {
  private Storage storage;

  /** An empty storage of its own, whose root may or may not exist. */
  protected abstract Storage newStorage();

  /** The same storage as another user of it would open it. */
  protected abstract Storage sameStorageAgain();

  /** Where a storage may do less than a local disk does. */
  public enum Leeway {
    /** What was written and not forced is not seen yet. */
    UNFORCED_UNSEEN,
    /** Readers and appenders of a deleted file fail. */
    DELETED_FILES_FAIL
  }

  /** What the storage makes use of; nothing by default. */
  protected Set<Leeway> leeway() {
    return Set.of();
  }

  /** Makes what was written visible where it takes a force. */
  protected final void show(Appender appender) {
    if (leeway().contains(Leeway.UNFORCED_UNSEEN)) {
      appender.force();
    }
  }

  @BeforeEach
  void openStorage() {
    storage = newStorage();
    storage.createDirectories("");
  }

  protected final Storage storage() {
    return storage;
  }

  protected final void write(String path, String text) {
    try (Appender appender = storage.createExclusive(path)) {
      appender.write(bytes(text));
    }
  }

  protected final String read(String path) {
    return read(storage, path);
  }

  public static String read(Storage storage, String path) {
    try (StorageReader reader = storage.open(path)) {
      ByteBuffer target = ByteBuffer.allocate((int) reader.length());
      reader.read(0, target);
      return text(target);
    }
  }

  public static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  static String text(ByteBuffer target) {
    return UTF_8.decode(target.duplicate().flip()).toString();
  }

  public static void assertMessage(Throwable error, String... parts) {
    for (String part : parts) {
      assertTrue(
          error.getMessage().contains(part), () -> part + " is not in: " + error.getMessage());
    }
  }
}
