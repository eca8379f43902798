package io.holdfast.wal.storage;

import static io.holdfast.wal.storage.StorageFixture.assertMessage;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.wal.storage.local.LocalStorage;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test breaks one promise of a good storage, and the probe has to name it. */
final class StorageProbeTest {
  @TempDir private Path directory;

  /** Sees a call first; returns {@link #GO_ON} to let the storage do it. */
  private interface Defect {
    Object call(Storage sound, String method, Object[] arguments);
  }

  private static final Object GO_ON = new Object();

  private Storage sound() {
    return LocalStorage.open(directory);
  }

  private static <T> T proxy(Class<T> type, T sound, Defect defect, Storage storage) {
    InvocationHandler handler =
        (self, method, arguments) -> {
          Object result = defect.call(storage, method.getName(), arguments);
          if (result != GO_ON) {
            return result;
          }
          try {
            return method.invoke(sound, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private void refused(Defect defect, String lack) {
    Storage storage = sound();
    Storage faulty = proxy(Storage.class, storage, defect, storage);
    assertMessage(
        assertThrows(ConfigurationException.class, () -> StorageProbe.run(faulty, faulty, "d")),
        "The storage " + directory + "/d is unfit",
        lack,
        "use a local file system or HDFS");
  }

  @Test
  void creationThatReplaces() {
    refused(
        (storage, method, arguments) -> {
          if (method.equals("createExclusive")) {
            storage.delete((String) arguments[0]);
          }
          return GO_ON;
        },
        "a name that is taken can be created again");
  }

  @Test
  void publicationThatReplaces() {
    refused(
        (storage, method, arguments) -> {
          if (method.equals("publish")) {
            storage.delete((String) arguments[1]);
          }
          return GO_ON;
        },
        "a name that is taken can be published again");
  }

  @Test
  void publicationThatCopies() {
    refused(
        (storage, method, arguments) -> {
          if (method.equals("publish") && !storage.exists((String) arguments[1])) {
            storage.publish((String) arguments[0], (String) arguments[1]);
            storage.createExclusive((String) arguments[0]).close();
            return null;
          }
          return GO_ON;
        },
        "is not found under its new name alone");
  }

  @Test
  void deletionThatDoesNothing() {
    refused(
        (storage, method, arguments) -> method.equals("delete") ? null : GO_ON,
        "what is deleted is still there");
  }

  @Test
  void listingThatLags() {
    refused(
        (storage, method, arguments) -> method.equals("list") ? List.of() : GO_ON,
        "does not list the files");
  }

  @Test
  void forceThatIsNotSeen() {
    refused(
        (storage, method, arguments) ->
            method.equals("open")
                ? proxy(
                    StorageReader.class,
                    storage.open((String) arguments[0]),
                    (s, of, more) -> of.equals("length") ? 0L : GO_ON,
                    storage)
                : GO_ON,
        "a file of 1024 bytes that were forced is read back with 0 bytes");
  }

  @Test
  void bytesThatAreOthers() {
    refused(
        (storage, method, arguments) ->
            method.equals("open")
                ? proxy(
                    StorageReader.class,
                    storage.open((String) arguments[0]),
                    (s, of, more) -> of.equals("read") ? fill((ByteBuffer) more[1]) : GO_ON,
                    storage)
                : GO_ON,
        "read back as others");
  }

  private static int fill(ByteBuffer target) {
    int count = target.remaining() - 1;
    target.position(target.limit() - 1);
    return count;
  }

  @Test
  void failedProbeLeavesNothingBehindAndSaysWhatFailed() {
    Storage storage = sound();
    Defect failing =
        (s, method, arguments) -> {
          if (method.equals("publish")) {
            throw new StorageException("publish: the disk is on fire", null);
          }
          return GO_ON;
        };
    Storage faulty = proxy(Storage.class, storage, failing, storage);
    StorageException error =
        assertThrows(StorageException.class, () -> StorageProbe.run(faulty, faulty, "d"));
    assertEquals("publish: the disk is on fire", error.getMessage());
    assertTrue(storage.exists("d"));
    assertEquals(List.of(), storage.list("d"));
  }
}
