package io.holdfast.wal.storage.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.holdfast.InUseException;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileExistsException;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageContract;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageFullException;
import io.holdfast.wal.storage.StorageReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalStorageTest extends StorageContract {
  @TempDir private Path directory;

  @Override
  protected Storage newStorage() {
    return LocalStorage.open(directory.resolve("deep/root"));
  }

  @Override
  protected Storage sameStorageAgain() {
    return newStorage();
  }

  @Test
  void openMakesNothing() {
    LocalStorage.open(directory.resolve("later"));
    assertFalse(Files.exists(directory.resolve("later")));
  }

  @Test
  void rootMustBeADirectory() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertMessage(
        assertThrows(StorageException.class, () -> LocalStorage.open(file)),
        "open storage",
        file.toString(),
        "it is not a directory");
    assertMessage(
        assertThrows(
            StorageException.class,
            () -> LocalStorage.open(file.resolve("below")).createDirectories("")),
        "create directory",
        "file");
  }

  @Test
  void rootMustBeReadableAndWritable() throws IOException {
    Path root = Files.createDirectory(directory.resolve("closed"));
    try {
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("r-xr-xr-x"));
      assumeTrue(!Files.isWritable(root), "the superuser may do everything");
      assertMessage(
          assertThrows(StorageException.class, () -> LocalStorage.open(root)),
          "open storage",
          root.toString(),
          "may not write");
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("-wx-wx-wx"));
      assertMessage(
          assertThrows(StorageException.class, () -> LocalStorage.open(root)),
          "open storage",
          root.toString(),
          "may not read");
    } finally {
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
  }

  @Test
  void fullDeviceIsOneStrike() throws IOException {
    assumeTrue(Files.exists(Path.of("/dev/full")));
    try (Appender appender =
        new LocalAppender(
            FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE), "/dev/full")) {
      assertMessage(
          assertThrows(StorageFullException.class, () -> appender.write(bytes("x"))),
          "write /dev/full",
          "No space left on device",
          "make room");
      assertMessage(
          assertThrows(StorageException.class, appender::force),
          "force /dev/full",
          "an earlier write or force of this file failed");
      assertThrows(StorageException.class, () -> appender.write(bytes("x")));
    }
  }

  @Test
  void quotaIsAFullStorage() {
    var quota = new FileSystemException("f", null, "Disk quota exceeded");
    assertTrue(LocalErrors.translate("write", "f", quota) instanceof StorageFullException);
  }

  @Test
  void interruptIsExplained() {
    try (Appender appender = storage().createExclusive("a")) {
      Thread.currentThread().interrupt();
      assertMessage(
          assertThrows(StorageException.class, () -> appender.write(bytes("x"))),
          "write",
          "a",
          "the thread was interrupted");
      assertTrue(Thread.interrupted());
      assertThrows(StorageException.class, appender::force);
    }
    try (StorageReader reader = storage().open("a")) {
      Thread.currentThread().interrupt();
      assertMessage(
          assertThrows(StorageException.class, () -> reader.read(0, ByteBuffer.allocate(1))),
          "read",
          "a",
          "the thread was interrupted");
      assertTrue(Thread.interrupted());
      assertMessage(
          assertThrows(StorageException.class, reader::length), "read length of", "a", "closed");
    }
  }

  @Test
  void publishWorksWithoutLinks() {
    for (LocalPublication.Linker linker :
        new LocalPublication.Linker[] {
          (newName, existing) -> {
            throw new UnsupportedOperationException();
          },
          (newName, existing) -> {
            throw new FileSystemException("f", "g", "Operation not permitted");
          }
        }) {
      Storage linkless = new LocalStorage(Path.of(storage().location()), linker);
      write("tmp", "content");
      linkless.publish("tmp", "final");
      assertFalse(storage().exists("tmp"));
      write("tmp", "other");
      assertThrows(FileExistsException.class, () -> linkless.publish("tmp", "final"));
      assertEquals("content", read("final"));
      storage().delete("tmp");
      storage().delete("final");
    }
  }

  @Test
  void publishReportsALinkThatFailsForAnotherReason() {
    LocalPublication.Linker failing =
        (newName, existing) -> {
          throw new FileSystemException("f", "g", "No space left on device");
        };
    Storage full = new LocalStorage(Path.of(storage().location()), failing);
    write("tmp", "content");
    assertMessage(
        assertThrows(StorageFullException.class, () -> full.publish("tmp", "final")),
        "publish",
        "tmp",
        "final",
        "No space left on device");
    assertEquals("content", read("tmp"));
  }

  @Test
  void publishNeverReplacesWhatAppearsMeanwhile() {
    LocalPublication.Linker overtaken =
        (newName, existing) -> {
          Files.writeString(newName, "faster");
          Files.createLink(newName, existing);
        };
    Storage slow = new LocalStorage(Path.of(storage().location()), overtaken);
    write("tmp", "content");
    assertThrows(FileExistsException.class, () -> slow.publish("tmp", "final"));
    assertEquals("faster", read("final"));
    assertEquals("content", read("tmp"));
  }

  @Test
  void killedProcessLosesItsLock() throws Exception {
    Path root = Path.of(storage().location());
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                root.toString())
            .redirectErrorStream(true)
            .start();
    try {
      assertEquals('L', holder.getInputStream().read());
      assertMessage(
          assertThrows(InUseException.class, () -> storage().lock("LOCK")), "in use by the child");
      assertThrows(InUseException.class, () -> storage().lock("LOCK"));
    } finally {
      holder.destroyForcibly().waitFor();
    }
    storage().lock("LOCK").close();
  }

  /** Holds a lock in a process of its own until it is killed. */
  static final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws IOException {
      try (Storage storage = LocalStorage.open(Path.of(arguments[0]));
          Storage.Lock lock = storage.lock("LOCK")) {
        lock.describe("the child");
        System.out.print("L");
        System.out.flush();
        System.in.read();
      }
    }
  }
}
