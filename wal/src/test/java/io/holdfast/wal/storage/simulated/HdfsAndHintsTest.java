package io.holdfast.wal.storage.simulated;

import static io.holdfast.wal.storage.StorageFixture.bytes;
import static io.holdfast.wal.storage.StorageFixture.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Hint;
import io.holdfast.wal.storage.StorageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/**
 * What a crash leaves of files on HDFS and of hints, and what the middle of an operation leaves.
 */
final class HdfsAndHintsTest {
  private static final int SEEDS = 500;

  private final SimulatedDisk disk = new SimulatedDisk();
  private final SimulatedStorage storage = disk.storage();

  @Test
  void hdfsKeepsEntriesAndWholeChunksBehindWhatWasSynced() {
    Set<Integer> lengths = new TreeSet<>();
    try (Appender appender = storage.createExclusive("tmp")) {
      appender.write(bytes("x".repeat(100)));
      appender.force();
      appender.write(bytes("y".repeat(1500)));
      storage.publish("tmp", "f");
      for (long seed = 0; seed < SEEDS; seed++) {
        SimulatedStorage found = disk.crash(CrashProfile.HDFS, seed).storage();
        assertFalse(found.exists("tmp"));
        String text = read(found, "f");
        lengths.add(text.length());
        assertTrue(("x".repeat(100) + "y".repeat(1500)).startsWith(text));
      }
    }
    assertEquals(Set.of(100, 512, 1024, 1536, 1600), lengths);
  }

  @Test
  void hdfsHasNoHints() {
    disk.hintsSupported(false);
    try (Hint hint = storage.hint("hint")) {
      hint.put(0, bytes("text"));
    }
    assertFalse(storage.exists("hint"));
    assertFalse(disk.fork().storage().exists("hint"));
  }

  @Test
  void sectorsOfAHintMayBeOfDifferentTimes() {
    try (Hint hint = storage.hint("hint")) {
      storage.forceDirectory("");
      for (String letter : List.of("a", "b", "c")) {
        hint.put(0, bytes(letter.repeat(512)));
        hint.put(512, bytes(letter.repeat(512)));
      }
    }
    Set<String> found = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      String text = read(disk.crash(CrashProfile.EXT4_ORDERED, seed).storage(), "hint");
      if (text.length() == 1024) {
        found.add(text.substring(0, 1) + text.charAt(1023));
      }
    }
    assertTrue(
        found.containsAll(Set.of("aa", "bb", "cc", "ac", "ca", "bc", "cb")), found::toString);
    assertEquals("", read(disk.crash(CrashProfile.LOSE_ALL, 1).storage(), "hint"));
    assertTrue(read(disk.crash(CrashProfile.KILL, 1).storage(), "hint").startsWith("ccc"));
  }

  @Test
  void interruptClosesTheFileAndLeavesItsBytesToBeForcedByNobody() {
    try (Appender appender = storage.createExclusive("f")) {
      storage.forceDirectory("");
      disk.failAt(disk.operations(), Fault.INTERRUPT);
      StorageException error =
          assertThrows(StorageException.class, () -> appender.write(bytes("0123")));
      assertTrue(error.getMessage().contains("interrupted"));
      assertEquals("01", read(storage, "f"));
      assertThrows(StorageException.class, appender::force);
    }
    assertEquals("", read(disk.crash(CrashProfile.LOSE_ALL, 1).storage(), "f"));
  }

  @Test
  void middleOfAnOperationIsShownAndChangesNothing() {
    List<String> seen = new ArrayList<>();
    disk.onOperation(
        new OperationObserver() {
          @Override
          public void inside(StorageOperation operation, IntFunction<SimulatedDisk> cut) {
            SimulatedStorage found = cut.apply(1).storage();
            seen.add(operation.kind() + ": " + found.list(""));
            assertEquals(0, found.disk().operations());
          }
        });
    try (Appender appender = storage.createExclusive("a")) {
      appender.write(ByteBuffer.wrap(new byte[] {1, 2}), ByteBuffer.wrap(new byte[] {3}));
    }
    storage.publish("a", "b");
    storage.delete("b");
    assertEquals(
        List.of(
            "WRITE: [FileStatus[name=a, directory=false, lengthBytes=1]]",
            "PUBLISH: [FileStatus[name=a, directory=false, lengthBytes=3],"
                + " FileStatus[name=b, directory=false, lengthBytes=3]]"),
        seen);
    assertTrue(storage.list("").isEmpty());
  }
}
