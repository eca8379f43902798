package io.holdfast.inspection.mend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.NewerFormatException;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.FileTree;
import io.holdfast.inspection.WordCountFiles;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One kind of damage at a time: what is done about it, and exactly what is lost. */
class RepairCasesTest {
  private static final String JOURNAL_1 = "journal/segment-00000000000000000001.hfw";
  private static final String JOURNAL_2 = "journal/segment-00000000000000000002.hfw";
  private static final String DATA_1 = "data/blocks/segment-00000000000000000001.hfw";
  private static final String DATA_2 = "data/blocks/segment-00000000000000000002.hfw";
  private static final String STATE_1 = "state/totals/segment-00000000000000000001.hfw";
  private static final String STATE_2 = "state/totals/segment-00000000000000000002.hfw";
  private static final String NEWEST = "checkpoints/checkpoint-0000000002-00000001700001000010.hfc";

  @TempDir private static Path root;
  private static Map<String, byte[]> killed;
  private static Map<String, byte[]> other;

  @BeforeAll
  static void run() throws IOException {
    killed = FileTree.of(WordCountFiles.killed(root.resolve("k")).app());
    other = FileTree.of(WordCountFiles.stopped(root.resolve("o"), 77).app());
  }

  @Test
  void aTornTailIsCutAndNothingIsLost() {
    MendPlan plan = plan(files -> grow(files, JOURNAL_2, 31));
    assertNothingLost(plan, "settled journal");
  }

  @Test
  void aFlippedBitIsTurnedBack() {
    for (String path : List.of(JOURNAL_1, JOURNAL_2, DATA_1, STATE_1, STATE_2)) {
      for (int at : new int[] {10, 50, 100, 140, 175}) {
        MendPlan plan = plan(files -> files.get(path)[at] ^= 8);
        assertNothingLost(plan, "corrected " + path);
      }
    }
  }

  @Test
  void aHeaderThatIsGoneIsMadeAgain() {
    for (String path : List.of(JOURNAL_1, JOURNAL_2, DATA_1, DATA_2, STATE_1, STATE_2)) {
      MendPlan plan = plan(files -> Arrays.fill(files.get(path), 0, 128, (byte) 7));
      assertNothingLost(plan, "settled " + path.substring(0, path.lastIndexOf('/')));
    }
  }

  @Test
  void anEventThatACheckpointKnowsIsNotNeeded() {
    MendPlan plan = plan(files -> Arrays.fill(files.get(JOURNAL_2), 400, 420, (byte) 7));
    assertNothingLost(plan, "filled journal");
    assertTrue(types(plan).contains("lost_checkpoints"), types(plan).toString());
    assertEquals(Map.of("journal", List.of(new LsnRange(17, 17))), plan.losses().filled());
  }

  @Test
  void aBlockOfACompletedBatchIsNotNeeded() {
    MendPlan plan = plan(files -> Arrays.fill(files.get(DATA_1), 250, 290, (byte) 7));
    assertNothingLost(plan, "filled data/blocks");
    assertEquals(Map.of("data/blocks", List.of(new LsnRange(2, 2))), plan.losses().filled());
  }

  @Test
  void aBlockThatIsNeededTakesItsEventWithIt() {
    MendPlan plan = plan(files -> Arrays.fill(files.get(DATA_2), 380, 400, (byte) 7));
    assertEquals(1, plan.losses().events());
    Losses.StreamLoss lost = plan.losses().streams().get("lines");
    assertEquals(10, lost.first());
    assertEquals(3, lost.records());
    assertEquals(Map.of("line", 30L), lost.offsets());
    assertEquals(27L, plan.losses().offset("lines", "line").orElseThrow());
  }

  @Test
  void aMissingSegmentBeforeTheCheckpointIsNotNeeded() {
    MendPlan plan = plan(files -> files.remove(JOURNAL_1));
    assertNothingLost(plan, "removed checkpoints/checkpoint-0000000001-00000001700000000020.hfc");
    assertNothingLost(plan(files -> files.remove(DATA_1)), "filled data/blocks");
  }

  @Test
  void theLastEventsThatAreGoneAreNamed() {
    MendPlan plan = plan(files -> cut(files, JOURNAL_2, 128));
    // The newest checkpoint knows through LSN 17; the hint beside the log says that there were 19.
    assertEquals(19, plan.losses().knownLsn());
    assertEquals(List.of(new LsnRange(18, 19)), plan.losses().unreadableEvents());
    assertEquals(0, plan.losses().events());
  }

  @Test
  void withoutCheckpointsTheJournalIsReadFromItsBeginning() {
    MendPlan plan =
        plan(
            files ->
                files.entrySet().stream()
                    .filter(file -> file.getKey().startsWith("checkpoints/"))
                    .forEach(file -> file.getValue()[70] ^= 1));
    assertNothingLost(plan, "removed " + NEWEST);
  }

  @Test
  void aCheckpointGetsItsNameBack() {
    String wrong = NEWEST.replace("0010.hfc", "0099.hfc");
    MendPlan plan = plan(files -> files.put(wrong, files.remove(NEWEST)));
    assertNothingLost(plan, "renamed " + wrong);
    assertTrue(plan.draft().exists(NEWEST));
  }

  @Test
  void whatIsAnotherApplicationsIsPutAside() {
    String foreign = "journal/segment-00000000000000000005.hfw";
    byte[] segment = other.get("journal/segment-00000000000000000004.hfw");
    assertNothingLost(plan(files -> files.put(foreign, segment)), "removed " + foreign);
    String checkpoint = "checkpoints/checkpoint-0000000002-00000001700001000030.hfc";
    byte[] content = other.get(checkpoint);
    assertNothingLost(plan(files -> files.put(checkpoint, content)), "removed " + checkpoint);
  }

  @Test
  void identityAndEpochsAreRestored() {
    MendPlan plan =
        plan(
            files -> {
              files.remove("identity");
              files.remove("epochs/epoch-0000000002");
              files.remove("epochs/epoch-0000000001");
            });
    assertNothingLost(plan, "restored identity");
    assertNothingLost(plan, "restored epochs/epoch-0000000002");
    assertTrue(Arrays.equals(killed.get("identity"), FileTree.content(plan.draft(), "identity")));
  }

  @Test
  void anIdentityWithAnotherFirstLineIsDamagedAndNotNewer() {
    MendPlan plan = plan(files -> files.get("identity")[21] = 'x');
    assertNothingLost(plan, "restored identity");
    assertThrows(NewerFormatException.class, () -> plan(files -> files.get("identity")[21] = '2'));
  }

  @Test
  void aNewerFormatIsLeftAlone() {
    byte[] newer = killed.get(JOURNAL_2).clone();
    newer[8] = 2;
    CRC32C crc = new CRC32C();
    crc.update(newer, 0, 124);
    for (int i = 0; i < 4; i++) {
      newer[124 + i] = (byte) (crc.getValue() >>> (8 * i));
    }
    assertThrows(NewerFormatException.class, () -> plan(files -> files.put(JOURNAL_2, newer)));
  }

  private static void grow(Map<String, byte[]> files, String path, int bytes) {
    byte[] longer = Arrays.copyOf(files.get(path), files.get(path).length + bytes);
    Arrays.fill(longer, files.get(path).length, longer.length, (byte) 0x5A);
    files.put(path, longer);
  }

  private static void cut(Map<String, byte[]> files, String path, int length) {
    files.put(path, Arrays.copyOf(files.get(path), length));
  }

  private static MendPlan plan(Consumer<Map<String, byte[]>> damage) {
    Map<String, byte[]> files = new TreeMap<>();
    killed.forEach((path, content) -> files.put(path, content.clone()));
    damage.accept(files);
    Storage storage = new SimulatedDisk().storage();
    FileTree.write(files, storage);
    return Mending.repair(storage, path -> {});
  }

  private static void assertNothingLost(MendPlan plan, String change) {
    List<String> changes =
        plan.contents().stream()
            .filter(content -> content.type().equals("change"))
            .map(content -> content.fields().get("action") + " " + content.fields().get("path"))
            .toList();
    assertTrue(changes.contains(change), change + " is not in " + changes);
    assertTrue(plan.losses().nothing(), plan.contents().toString());
    assertTrue(types(plan).contains("nothing_lost"), types(plan).toString());
  }

  private static List<String> types(MendPlan plan) {
    return plan.contents().stream().map(Content::type).collect(Collectors.toList());
  }
}
