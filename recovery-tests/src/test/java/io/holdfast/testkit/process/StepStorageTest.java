package io.holdfast.testkit.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.testkit.process.StepPoint.Phase;
import io.holdfast.testkit.report.Step;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps of a storage: numbered, traced, and the last one where the plan says so. */
final class StepStorageTest {
  @TempDir private Path directory;

  private final Path root() {
    return directory.resolve("app");
  }

  private static final class Died extends Error {
    private static final long serialVersionUID = 1L;
  }

  private Storage open(StepPlan plan) {
    Steps steps =
        new Steps(
            plan,
            () -> 0,
            () -> {
              throw new Died();
            });
    return StepStorage.application(steps, root().toString());
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private String text(String path) throws IOException {
    return Files.readString(root().resolve(path), StandardCharsets.UTF_8);
  }

  /** Two forced bytes, two that are not, a name that is not forced. */
  private static void work(Storage storage) {
    storage.createDirectories("epochs");
    try (Appender file = storage.createExclusive("epochs/kept")) {
      storage.forceDirectory("epochs");
      file.write(bytes("ab"));
      file.force();
      file.write(bytes("cd"));
      storage.createExclusive("epochs/new").close();
      storage.publish("epochs/kept", "epochs/named");
      storage.delete("epochs/nothing");
    }
  }

  private void workUntil(StepPlan plan) {
    assertThrows(Died.class, () -> work(open(plan)));
  }

  @Test
  void everyChangeIsAStepWithANumber() {
    Path trace = directory.resolve("trace");
    work(open(StepPlan.COUNT_ONLY.tracedTo(trace)));
    List<Step> steps = StepTrace.read(trace);
    assertEquals(
        List.of(
            "CREATE_DIRECTORIES",
            "CREATE",
            "FORCE_DIRECTORY",
            "WRITE",
            "FORCE",
            "WRITE",
            "CREATE",
            "PUBLISH",
            "DELETE"),
        steps.stream().map(Step::action).toList());
    assertEquals(
        List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L), steps.stream().map(Step::number).toList());
    assertEquals("epoch", steps.get(3).component());
    assertEquals("epochs/kept", steps.get(3).path());
  }

  @Test
  void deathBeforeAStepLeavesItUndone() throws IOException {
    workUntil(StepPlan.COUNT_ONLY.endingAt(StepPoint.step(5, Phase.BEFORE)));
    assertEquals("ab", text("epochs/kept"));
  }

  @Test
  void deathInsideAWriteLeavesHalfOfIt() throws IOException {
    workUntil(StepPlan.COUNT_ONLY.endingAt(StepPoint.step(5, Phase.INSIDE)));
    assertEquals("abc", text("epochs/kept"));
  }

  @Test
  void deathAfterAStepLeavesItDone() throws IOException {
    workUntil(StepPlan.COUNT_ONLY.endingAt(StepPoint.step(5, Phase.AFTER)));
    assertEquals("abcd", text("epochs/kept"));
  }

  @Test
  void whatWasNotForcedIsLostWithTheMachine() throws IOException {
    workUntil(StepPlan.COUNT_ONLY.endingAt(StepPoint.step(8, Phase.AFTER)).losingUnforced());
    assertEquals("ab", text("epochs/kept"));
    assertFalse(Files.exists(root().resolve("epochs/new")));
    assertFalse(Files.exists(root().resolve("epochs/named")));
  }

  @Test
  void whatWasNotForcedIsKeptWhenOnlyTheProcessDies() throws IOException {
    workUntil(StepPlan.COUNT_ONLY.endingAt(StepPoint.step(8, Phase.AFTER)));
    assertEquals("abcd", text("epochs/named"));
    assertTrue(Files.exists(root().resolve("epochs/new")));
  }

  @Test
  void forcedDirectoryKeepsItsNames() throws IOException {
    Storage storage =
        open(StepPlan.COUNT_ONLY.endingAt(StepPoint.step(11, Phase.BEFORE)).losingUnforced());
    work(storage);
    storage.forceDirectory("epochs");
    storage.delete("epochs/nothing");
    assertThrows(Died.class, () -> storage.delete("epochs/nothing"));
    assertEquals("ab", text("epochs/named"));
    assertTrue(Files.exists(root().resolve("epochs/new")));
  }

  /** Room that was grown ahead and forced is zero again, and as long as it was. */
  @Test
  void bytesOverForcedZerosAreZeroAgain() throws IOException {
    Storage storage =
        open(StepPlan.COUNT_ONLY.endingAt(StepPoint.step(7, Phase.BEFORE)).losingUnforced());
    storage.createDirectories("");
    Appender file = storage.createExclusive("file");
    storage.forceDirectory("");
    file.write(bytes("a"));
    file.growAhead(3);
    file.force();
    file.write(bytes("bc"));
    assertThrows(Died.class, () -> storage.delete("nothing"));
    assertEquals("a\0\0\0", text("file"));
  }

  /** A directory that was renamed and not forced is found where it was, with all that is in it. */
  @Test
  void renamedDirectoryGoesBack() throws IOException {
    Storage storage =
        open(StepPlan.COUNT_ONLY.endingAt(StepPoint.step(7, Phase.BEFORE)).losingUnforced());
    storage.createDirectories("staging/one");
    try (Appender file = storage.createExclusive("staging/one/part")) {
      file.write(bytes("row"));
      file.force();
    }
    storage.forceDirectory("staging/one");
    storage.publish("staging/one", "one");
    storage.delete("nothing");
    assertThrows(Died.class, () -> storage.delete("nothing"));
    assertEquals("row", text("staging/one/part"));
    assertFalse(Files.exists(root().resolve("one")));
  }
}
