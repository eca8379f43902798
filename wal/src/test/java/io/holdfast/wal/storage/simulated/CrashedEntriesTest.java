package io.holdfast.wal.storage.simulated;

import static io.holdfast.wal.storage.StorageFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.StorageFixture;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a crash does to names. A finding is written as the sorted {@code path=content} of all files.
 */
final class CrashedEntriesTest {
  private static final int SEEDS = 400;

  private final SimulatedDisk disk = new SimulatedDisk();
  private final SimulatedStorage storage = disk.storage();

  private void forcedFile(String path) {
    try (Appender appender = storage.createExclusive(path)) {
      appender.write(bytes(path));
      appender.force();
    }
  }

  private void settledFile(String path) {
    forcedFile(path);
    storage.forceDirectory(path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "");
  }

  private Set<String> findings(CrashProfile profile) {
    Set<String> findings = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      findings.add(tree(disk.crash(profile, seed).storage(), ""));
    }
    return findings;
  }

  private static String tree(SimulatedStorage found, String directory) {
    return found.list(directory).stream()
        .map(entry -> describe(found, directory, entry))
        .collect(Collectors.joining(" "));
  }

  private static String describe(SimulatedStorage found, String directory, FileStatus entry) {
    String path = directory.isEmpty() ? entry.name() : directory + "/" + entry.name();
    return entry.directory()
        ? path + "/(" + tree(found, path) + ")"
        : path + "=" + StorageFixture.read(found, path);
  }

  @ParameterizedTest
  @EnumSource(names = {"EXT4_ORDERED", "XFS", "ADVERSARIAL"})
  void unforcedEntryMayBeThereOrNot(CrashProfile profile) {
    forcedFile("a");
    assertTrue(findings(profile).contains("a=a"));
    if (profile == CrashProfile.ADVERSARIAL) {
      assertEquals(Set.of("", "a=a"), findings(profile));
    }
  }

  @Test
  void directoryThatWasNotForcedIsDurableWhereItIsPublished() {
    storage.createDirectories("made");
    storage.createDirectory("made/d");
    settledFile("made/d/f");
    assertEquals(Set.of("made/()"), findings(CrashProfile.LOSE_ALL));
    storage.publish("made/d", "d");
    storage.forceDirectory("");
    for (CrashProfile profile : CrashProfile.values()) {
      assertEquals(Set.of("d/(d/f=made/d/f) made/()"), findings(profile), profile.name());
    }
  }

  @Test
  void loseAllTakesUnforcedEntries() {
    settledFile("a");
    forcedFile("b");
    storage.delete("a");
    assertEquals(Set.of("a=a"), findings(CrashProfile.LOSE_ALL));
    assertEquals(Set.of("b=b"), findings(CrashProfile.KILL));
  }

  @Test
  void killLeavesEntriesUnforced() {
    forcedFile("a");
    SimulatedDisk running = disk.crash(CrashProfile.KILL, 0);
    assertFalse(running.crash(CrashProfile.LOSE_ALL, 0).storage().exists("a"));
    running.storage().forceDirectory("");
    assertTrue(running.crash(CrashProfile.LOSE_ALL, 0).storage().exists("a"));
  }

  @ParameterizedTest
  @EnumSource
  void forcedEntriesAreThereAlways(CrashProfile profile) {
    storage.createDirectories("d/e");
    settledFile("d/e/a");
    settledFile("b");
    storage.delete("b");
    storage.forceDirectory("");
    assertEquals(Set.of("d/(d/e/(d/e/a=d/e/a))"), findings(profile));
  }

  @ParameterizedTest
  @EnumSource(names = {"EXT4_ORDERED", "XFS", "ADVERSARIAL"})
  void unforcedDeletionMayBeUndone(CrashProfile profile) {
    settledFile("a");
    storage.delete("a");
    assertEquals(Set.of("", "a=a"), findings(profile));
  }

  @ParameterizedTest
  @EnumSource(names = {"EXT4_ORDERED", "XFS", "ADVERSARIAL"})
  void publishedFileIsFoundUnderTheOldTheNewOrBothNames(CrashProfile profile) {
    settledFile("tmp");
    storage.publish("tmp", "final");
    assertEquals(Set.of("tmp=tmp", "final=tmp", "final=tmp tmp=tmp"), findings(profile));
    storage.forceDirectory("");
    assertEquals(Set.of("final=tmp"), findings(profile));
  }

  @Test
  void fileMovedBetweenDirectoriesIsNeverLost() {
    storage.createDirectories("a");
    storage.createDirectories("b");
    settledFile("a/f");
    storage.publish("a/f", "b/f");
    Set<String> either = Set.of("a/(a/f=a/f) b/()", "a/() b/(b/f=a/f)", "a/(a/f=a/f) b/(b/f=a/f)");
    assertEquals(either, findings(CrashProfile.ADVERSARIAL));
    SimulatedDisk atOrigin = disk.fork();
    storage.forceDirectory("b");
    assertEquals(
        Set.of("a/() b/(b/f=a/f)", "a/(a/f=a/f) b/(b/f=a/f)"), findings(CrashProfile.ADVERSARIAL));
    assertEquals(Set.of("a/(a/f=a/f) b/(b/f=a/f)"), findings(CrashProfile.LOSE_ALL));
    atOrigin.storage().forceDirectory("a");
    assertEquals("a/() b/(b/f=a/f)", tree(atOrigin.crash(CrashProfile.LOSE_ALL, 0).storage(), ""));
  }

  @ParameterizedTest
  @EnumSource(names = {"EXT4_ORDERED", "XFS", "ADVERSARIAL"})
  void publishedDirectoryHasOneName(CrashProfile profile) {
    storage.createDirectories("tmp");
    storage.createDirectories("d");
    settledFile("tmp/f");
    storage.publish("tmp", "d/final");
    assertEquals(
        Set.of("d/() tmp/(tmp/f=tmp/f)", "d/(d/final/(d/final/f=tmp/f))"), findings(profile));
    storage.forceDirectory("d");
    assertEquals(Set.of("d/(d/final/(d/final/f=tmp/f))"), findings(profile));
  }

  @Test
  void namesThatWanderLoseNothing() {
    settledFile("x");
    settledFile("z");
    storage.publish("x", "y");
    storage.publish("z", "x");
    for (String finding : findings(CrashProfile.ADVERSARIAL)) {
      assertTrue(finding.contains("=x") && finding.contains("=z"), finding);
    }
  }

  @Test
  void journalKeepsTheOrderAndAdversaryDoesNot() {
    emptyFile("a");
    emptyFile("b");
    assertEquals(Set.of("", "a=", "a= b="), findings(CrashProfile.EXT4_ORDERED));
    assertEquals(Set.of("", "a=", "b=", "a= b="), findings(CrashProfile.ADVERSARIAL));
  }

  private void emptyFile(String path) {
    storage.createExclusive(path).close();
  }

  @Test
  void journalCommitsEarlierEntriesWithAnyForce() {
    storage.createDirectories("d");
    emptyFile("a");
    forcedFile("d/b");
    assertEquals(Set.of("a= d/(d/b=d/b)"), findings(CrashProfile.EXT4_ORDERED));
    assertEquals(
        Set.of("d/()", "a= d/()", "d/(d/b=d/b)", "a= d/(d/b=d/b)"),
        findings(CrashProfile.ADVERSARIAL));
  }

  @Test
  void createdDirectoryIsDurableAlsoWhenAnotherProcessLeftItUnforced() {
    disk.onOperation(CrashAt.before(1));
    CrashAt.runInto(() -> storage.createDirectories("d"));
    SimulatedDisk running = disk.crash(CrashProfile.KILL, 0);
    assertTrue(running.storage().exists("d"));
    assertFalse(running.crash(CrashProfile.LOSE_ALL, 0).storage().exists("d"));
    running.storage().createDirectories("d");
    assertTrue(running.crash(CrashProfile.LOSE_ALL, 0).storage().exists("d"));
  }

  @Test
  void whatNobodyForcesIsWrittenBackInTheEnd() {
    for (int i = 0; i < 300; i++) {
      emptyFile("f" + i);
    }
    SimulatedStorage found = disk.crash(CrashProfile.LOSE_ALL, 0).storage();
    assertTrue(found.exists("f0") && found.exists("f127"));
    assertFalse(found.exists("f128"));
  }

  @Test
  void whatACrashHasUndoneStaysUndone() {
    settledFile("a");
    storage.delete("a");
    SimulatedDisk found = disk.crash(CrashProfile.LOSE_ALL, 0);
    for (long seed = 0; seed < SEEDS; seed++) {
      assertTrue(found.crash(CrashProfile.ADVERSARIAL, seed).storage().exists("a"));
    }
  }

  @Test
  void directoryForceCommitsTheJournal() {
    storage.createDirectories("d");
    emptyFile("a");
    storage.forceDirectory("d");
    assertEquals(Set.of("a= d/()"), findings(CrashProfile.EXT4_ORDERED));
    assertEquals(Set.of("d/()", "a= d/()"), findings(CrashProfile.ADVERSARIAL));
  }

  @Test
  void filesThatACrashCanBringBackKeepTheirContents() {
    settledFile("a");
    storage.delete("a");
    forcedFile("b");
    storage.delete("b");
    for (int i = 0; i < 100; i++) {
      storage.createExclusive("other").close();
      storage.delete("other");
    }
    Set<String> findings = new TreeSet<>();
    for (String finding : findings(CrashProfile.ADVERSARIAL)) {
      findings.add(finding.replaceAll(" ?other=", ""));
    }
    assertEquals(Set.of("", "a=a", "b=b", "a=a b=b"), findings);
  }
}
