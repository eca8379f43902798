package io.holdfast.wal.storage.simulated;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a crash does to the bytes of a file: 700 forced ones, then 2000 that were not, in sectors of
 * 512.
 */
final class CrashedBytesTest {
  private static final int SEEDS = 3000;
  private static final int FORCED = 700;
  private static final int WRITTEN = 2700;
  private static final int SECTOR = 512;

  private enum Finding {
    NEW,
    ZERO,
    PARTLY_NEW,
    STALE,
    NOISE
  }

  private final byte[] content = content();
  private final SimulatedDisk disk = new SimulatedDisk();

  /** Bytes that are never zero and tell sectors and positions apart. */
  private static byte[] content() {
    byte[] content = new byte[WRITTEN];
    for (int i = 0; i < WRITTEN; i++) {
      content[i] = (byte) (1 + (i * 31 + i / SECTOR * 7) % 255);
    }
    return content;
  }

  CrashedBytesTest() {
    Storage storage = disk.storage();
    try (Appender appender = storage.createExclusive("f")) {
      storage.forceDirectory("");
      appender.write(ByteBuffer.wrap(content, 0, FORCED));
      appender.force();
      appender.write(ByteBuffer.wrap(content, FORCED, WRITTEN - FORCED));
    }
  }

  private byte[] found(CrashProfile profile, long seed) {
    try (StorageReader reader = disk.crash(profile, seed).storage().open("f")) {
      byte[] found = new byte[(int) reader.length()];
      assertEquals(found.length, reader.read(0, ByteBuffer.wrap(found)));
      return found;
    }
  }

  @ParameterizedTest
  @EnumSource
  void forcedBytesNeverChange(CrashProfile profile) {
    for (long seed = 0; seed < SEEDS; seed++) {
      byte[] found = found(profile, seed);
      assertTrue(found.length >= FORCED && found.length <= WRITTEN);
      assertArrayEquals(Arrays.copyOf(content, FORCED), Arrays.copyOf(found, FORCED));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"EXT4_ORDERED", "XFS", "ADVERSARIAL"})
  void fileHasTheOldTheNewOrAnySizeBetween(CrashProfile profile) {
    Set<Integer> sizes = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      sizes.add(found(profile, seed).length);
    }
    assertTrue(sizes.contains(FORCED) && sizes.contains(WRITTEN) && sizes.contains(2 * SECTOR));
    assertTrue(sizes.size() > 300, () -> sizes.size() + " sizes");
  }

  @Test
  void processKillLosesNothing() {
    assertArrayEquals(content, found(CrashProfile.KILL, 1));
  }

  @Test
  void loseAllLosesWhatWasNotForced() {
    assertEquals(FORCED, found(CrashProfile.LOSE_ALL, 1).length);
  }

  @Test
  void killedProcessLeavesItsBytesUnforced() {
    SimulatedDisk running = disk.crash(CrashProfile.KILL, 1);
    assertEquals(FORCED, lengthOfF(running.crash(CrashProfile.LOSE_ALL, 1)));
  }

  @Test
  void whatACrashHasLeftIsDurable() {
    for (long seed = 0; seed < 100; seed++) {
      SimulatedDisk first = disk.crash(CrashProfile.ADVERSARIAL, seed);
      SimulatedDisk second = first.crash(CrashProfile.LOSE_ALL, seed);
      assertEquals(first.fingerprint(), second.fingerprint());
    }
  }

  private static long lengthOfF(SimulatedDisk found) {
    try (StorageReader reader = found.storage().open("f")) {
      return reader.length();
    }
  }

  @Test
  void profilesHurtSectorsInTheirWaysOnly() {
    assertEquals(EnumSet.of(Finding.NEW), findings(CrashProfile.EXT4_ORDERED));
    assertEquals(EnumSet.of(Finding.NEW, Finding.ZERO), findings(CrashProfile.XFS));
    assertEquals(EnumSet.allOf(Finding.class), findings(CrashProfile.ADVERSARIAL));
  }

  private EnumSet<Finding> findings(CrashProfile profile) {
    EnumSet<Finding> findings = EnumSet.noneOf(Finding.class);
    for (long seed = 0; seed < SEEDS; seed++) {
      byte[] found = found(profile, seed);
      for (int start = FORCED; start < found.length; start = (start / SECTOR + 1) * SECTOR) {
        findings.add(finding(found, start, Math.min(found.length, (start / SECTOR + 1) * SECTOR)));
      }
    }
    return findings;
  }

  private Finding finding(byte[] found, int start, int end) {
    if (Arrays.equals(found, start, end, content, start, end)) {
      return Finding.NEW;
    }
    int same = Arrays.mismatch(found, start, end, content, start, end);
    boolean restIsZero = true;
    for (int i = start + same; i < end; i++) {
      restIsZero &= found[i] == 0;
    }
    if (restIsZero) {
      return same == 0 ? Finding.ZERO : Finding.PARTLY_NEW;
    }
    for (int source = start % SECTOR; source < start; source += SECTOR) {
      if (Arrays.equals(found, start, end, content, source, source + end - start)) {
        return Finding.STALE;
      }
    }
    return Finding.NOISE;
  }

  @Test
  void oneHurtSectorAmongGoodOnesIsCommon() {
    int lonely = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      byte[] found = found(CrashProfile.ADVERSARIAL, seed);
      int hurt = 0;
      for (int start = FORCED; start < found.length; start = (start / SECTOR + 1) * SECTOR) {
        int end = Math.min(found.length, (start / SECTOR + 1) * SECTOR);
        hurt += finding(found, start, end) == Finding.NEW ? 0 : 1;
      }
      lonely += found.length == WRITTEN && hurt == 1 ? 1 : 0;
    }
    assertTrue(lonely > SEEDS / 20, lonely + " of " + SEEDS);
  }

  @Test
  void equalSeedsGiveEqualDisks() {
    Set<Long> distinct = new TreeSet<>();
    for (long seed = 0; seed < 200; seed++) {
      SimulatedDisk found = disk.crash(CrashProfile.ADVERSARIAL, seed);
      assertEquals(found.fingerprint(), disk.crash(CrashProfile.ADVERSARIAL, seed).fingerprint());
      distinct.add(found.fingerprint());
    }
    assertTrue(distinct.size() > 100, () -> distinct.size() + " of 200");
  }

  @Test
  void crashLeavesTheRunningDiskAlone() {
    long before = disk.fingerprint();
    for (long seed = 0; seed < 100; seed++) {
      found(CrashProfile.ADVERSARIAL, seed);
    }
    assertEquals(before, disk.fingerprint());
    assertEquals(before, disk.fork().fingerprint());
  }

  @Test
  void forkAndOriginalGoSeparateWays() {
    Storage original = disk.storage();
    try (Appender appender = original.createExclusive("g")) {
      appender.write(ByteBuffer.wrap(content, 0, 10));
      SimulatedDisk fork = disk.fork();
      SimulatedDisk crashed = disk.crash(CrashProfile.KILL, 0);
      appender.write(ByteBuffer.wrap(content, 10, 10));
      appender.force();
      fork.storage().delete("f");
      assertEquals(10, fork.storage().list("").get(0).lengthBytes());
      assertEquals(10, crashed.storage().list("").get(1).lengthBytes());
    }
    assertEquals(20, original.list("").get(1).lengthBytes());
  }
}
