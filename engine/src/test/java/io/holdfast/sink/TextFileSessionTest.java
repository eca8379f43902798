package io.holdfast.sink;

import static io.holdfast.sink.SinkLife.NOON;
import static io.holdfast.sink.SinkLife.NOON_DIRECTORY;
import static io.holdfast.sink.SinkLife.rows;
import static io.holdfast.sink.SinkLife.stage;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.FencedException;
import io.holdfast.WrongApplicationException;
import io.holdfast.sink.CommitOutcome.Committed;
import io.holdfast.sink.CommitOutcome.Refused;
import io.holdfast.sink.CommitOutcome.Unknown;
import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.local.LocalStorage;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.Fault;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedCrash;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import io.holdfast.wal.storage.simulated.StorageOperation.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits of text files: all or nothing, once, and by the newest epoch only. */
final class TextFileSessionTest {
  private final SimulatedDisk disk = new SimulatedDisk();
  private final SinkLife life = new SinkLife(disk.storage());

  @Test
  void batchAppearsAsAWhole() {
    requireBatchAppears(life);
  }

  @Test
  void batchAppearsAsAWholeOnRealFiles(@TempDir Path directory) {
    requireBatchAppears(new SinkLife(LocalStorage.open(directory)));
  }

  private static void requireBatchAppears(SinkLife life) {
    TextFileSession session = life.open(1);
    List<StagedPart> parts = stage(session, NOON, rows("a", "grün"), rows("b"));
    assertEquals(Map.of(), life.published());
    assertFalse(session.committed(NOON));
    assertEquals(new Committed(false), session.commit(NOON, parts));
    assertTrue(session.committed(NOON));
    Map<String, String> published = life.published();
    assertEquals("a\ngrün\n", published.get(NOON_DIRECTORY + "/part-00000.txt"));
    assertEquals("b\n", published.get(NOON_DIRECTORY + "/part-00001.txt"));
    String manifest = published.get(NOON_DIRECTORY + "/_manifest");
    assertEquals(
        new Manifest(new TxnId("word-count", "counts", NOON, 1), SinkLife.APPLICATION, parts),
        Manifest.parse(manifest, "manifest"));
    assertEquals(3, published.size());
    assertEquals(List.of(), life.storage().list("_holdfast/counts/staging"));
    session.close();
  }

  @Test
  void batchWithoutRowsLeavesNothing() {
    TextFileSession session = life.open(1);
    assertEquals(new Committed(false), session.commit(NOON, List.of()));
    assertEquals(Map.of(), life.published());
  }

  @Test
  void committedBatchSurvivesAndTheNextDriverSeesIt() {
    TextFileSession session = life.open(1);
    session.commit(NOON, stage(session, NOON, rows("a")));
    for (CrashProfile profile : CrashProfile.values()) {
      SinkLife next = new SinkLife(disk.crash(profile, 1).storage());
      assertTrue(next.open(2).committed(NOON), profile.name());
      assertEquals("a\n", next.read(NOON_DIRECTORY + "/part-00000.txt"));
    }
  }

  @Test
  void partThatWasNotFinishedIsNoPart() {
    TextFileSession session = life.open(1);
    try (PartWriter<Object> part = session.stage(NOON, 0, 0)) {
      part.write("dropped");
    }
    try (PartWriter<Object> part = session.stage(NOON, 0, 1)) {
      part.write("kept");
      assertEquals(1, part.finish().rows());
    }
  }

  @Test
  void staleDriverIsRefusedWhenItStagedBeforeTheSweep() {
    TextFileSession zombie = life.open(1);
    List<StagedPart> parts = stage(zombie, NOON, rows("a"));
    TextFileSession next = life.open(2);
    assertFalse(next.committed(NOON));
    assertInstanceOf(Refused.class, zombie.commit(NOON, parts));
    assertEquals(Map.of(), life.published());
    requireNewEpochCommits(next);
  }

  @Test
  void staleDriverIsRefusedWhenItStagesAfterTheSweep() {
    TextFileSession zombie = life.open(1);
    TextFileSession next = life.open(2);
    Refused refused =
        assertInstanceOf(Refused.class, zombie.commit(NOON, stage(zombie, NOON, rows("a"))));
    assertTrue(
        refused.reason().contains("Epoch 1 was superseded by epoch-0000000002"), refused::reason);
    assertEquals(Map.of(), life.published());
    requireNewEpochCommits(next);
  }

  /** The new driver takes over between the old one's look at the epochs and its rename. */
  @Test
  void staleDriverThatStagesWhileItIsSweptHearsWhy() {
    try (TextFileSession zombie = life.open(1)) {
      zombie.stage(NOON, 0, 0).finish();
      try (TextFileSession next = life.open(2)) {
        requireNewEpochCommits(next);
        FencedException fenced =
            assertThrows(FencedException.class, () -> zombie.stage(NOON, 1, 0));
        assertTrue(fenced.getMessage().contains("has taken over"), fenced.getMessage());
      }
    }
  }

  @Test
  void staleDriverIsRefusedWhenItHasLookedAlready() {
    TextFileSession zombie = life.open(1);
    List<StagedPart> parts = stage(zombie, NOON, rows("a"));
    SinkLife other = new SinkLife(disk.storage());
    disk.onOperation(
        new OperationObserver() {
          @Override
          public void before(StorageOperation operation) {
            if (operation.kind() == Kind.PUBLISH && operation.path().contains("staging")) {
              disk.onOperation(new OperationObserver() {});
              requireNewEpochCommits(other.open(2));
            }
          }
        });
    Refused refused = assertInstanceOf(Refused.class, zombie.commit(NOON, parts));
    assertTrue(
        refused.reason().contains("a newer driver has taken away what was staged"),
        refused::reason);
    assertEquals("b\n", life.read(NOON_DIRECTORY + "/part-00000.txt"));
  }

  private static void requireNewEpochCommits(TextFileSession next) {
    assertEquals(new Committed(false), next.commit(NOON, stage(next, NOON, rows("b"))));
    assertTrue(next.committed(NOON));
  }

  @Test
  void whatTheOldDriverHasPublishedIsSeen() {
    TextFileSession old = life.open(1);
    old.commit(NOON, stage(old, NOON, rows("a")));
    TextFileSession next = life.open(2);
    assertTrue(next.committed(NOON));
    Refused refused =
        assertInstanceOf(Refused.class, next.commit(NOON, stage(next, NOON, rows("again"))));
    assertTrue(refused.reason().contains("is there already"), refused::reason);
    assertEquals("a\n", life.read(NOON_DIRECTORY + "/part-00000.txt"));
  }

  @Test
  void olderEpochCannotOpen() {
    life.open(5);
    FencedException error = assertThrows(FencedException.class, () -> life.open(4));
    assertTrue(error.getMessage().contains("Epoch 4 was superseded by epoch-0000000005"));
    life.open(5);
  }

  @Test
  void claimedEpochIsDurable() {
    life.open(5);
    SinkLife found = new SinkLife(disk.crash(CrashProfile.LOSE_ALL, 0).storage());
    assertThrows(FencedException.class, () -> found.open(4));
  }

  @Test
  void outputOfAnotherApplicationIsRefused() {
    life.open(1).close();
    SinkLife.Context other =
        new SinkLife.Context(
            "word-count", new UUID(1, 2), "counts", 2, Guarantee.EXACTLY_ONCE, life.storage());
    WrongApplicationException error =
        assertThrows(WrongApplicationException.class, () -> life.open(other));
    assertTrue(
        error.getMessage().contains("Output 'counts' in sim:/ belongs to application=word-count")
            && error.getMessage().contains("the application's directory may have been made anew"),
        error::getMessage);
    life.open(2);
  }

  @Test
  void outputsShareADirectory() {
    TextFileSession counts = life.open(1);
    TextFileSession totals =
        life.open(
            new SinkLife.Context(
                "word-count",
                SinkLife.APPLICATION,
                "totals",
                1,
                Guarantee.EXACTLY_ONCE,
                life.storage()));
    counts.commit(NOON, stage(counts, NOON, rows("a")));
    assertFalse(totals.committed(NOON));
    totals.commit(NOON, stage(totals, NOON, rows("b")));
    assertEquals(4, life.published().size());
  }

  @Test
  void failedRenameIsUnknownAndCleansNothing() {
    TextFileSession session = life.open(1);
    List<StagedPart> parts = stage(session, NOON, rows("a"));
    disk.failWhen(
        operation -> operation.kind() == Kind.FORCE_DIRECTORY && operation.path().isEmpty(),
        Fault.IO_ERROR);
    assertInstanceOf(Unknown.class, session.commit(NOON, parts));
    disk.clearFaults();
    assertTrue(life.open(2).committed(NOON), "renamed, though not forced");
    assertTrue(
        new SinkLife(disk.crash(CrashProfile.LOSE_ALL, 0).storage()).open(3).committed(NOON),
        "who is told that it is committed must be able to rely on it");
  }

  @Test
  void atLeastOncePublishesEachRunUnderItsEpoch() {
    TextFileSession first = life.open(1, Guarantee.AT_LEAST_ONCE);
    first.commit(NOON, stage(first, NOON, rows("a")));
    TextFileSession second = life.open(2, Guarantee.AT_LEAST_ONCE);
    assertFalse(second.committed(NOON));
    assertEquals(new Committed(false), second.commit(NOON, stage(second, NOON, rows("a"))));
    assertEquals(
        List.of(NOON_DIRECTORY + "-e1", NOON_DIRECTORY + "-e2"),
        life.storage().list("").stream()
            .map(file -> file.name())
            .filter(name -> name.startsWith("counts"))
            .toList());
  }

  /** Each operation of an open and a commit as a crash: the batch is whole or not there. */
  @Test
  void crashAnywhereLeavesTheBatchWholeOrAbsent() {
    boolean done = false;
    for (long number = 0; !done; number++) {
      SimulatedDisk crashing = new SimulatedDisk();
      long at = number;
      crashing.onOperation(
          new OperationObserver() {
            @Override
            public void before(StorageOperation operation) {
              if (operation.number() == at) {
                throw new SimulatedCrash("before " + operation);
              }
            }
          });
      done = ranThrough(new SinkLife(crashing.storage()));
      for (CrashProfile profile : CrashProfile.values()) {
        for (long seed = 0; seed < 5; seed++) {
          requireWholeOrAbsent(new SinkLife(crashing.crash(profile, seed).storage()), done);
        }
      }
    }
  }

  private static boolean ranThrough(SinkLife life) {
    try {
      TextFileSession session = life.open(1);
      session.commit(NOON, stage(session, NOON, rows("a"), rows("b")));
      return true;
    } catch (SimulatedCrash e) {
      return false;
    }
  }

  private static void requireWholeOrAbsent(SinkLife life, boolean acknowledged) {
    TextFileSession session = life.open(2);
    boolean there = session.committed(NOON);
    assertTrue(there || !acknowledged);
    if (there) {
      Manifest manifest = Manifest.parse(life.read(NOON_DIRECTORY + "/_manifest"), "manifest");
      assertEquals(List.of(2L, 2L), manifest.parts().stream().map(p -> p.lengthBytes()).toList());
    }
    BatchTime later = new BatchTime(NOON.epochMillis() + 1);
    session.commit(later, stage(session, later, rows("later")));
    if (!there) {
      session.commit(NOON, stage(session, NOON, rows("a"), rows("b")));
    }
    assertEquals("a\n", life.read(NOON_DIRECTORY + "/part-00000.txt"));
    assertEquals("b\n", life.read(NOON_DIRECTORY + "/part-00001.txt"));
    assertEquals(5, life.published().size());
    assertEquals(List.of(), life.storage().list("_holdfast/counts/trash"));
  }
}
