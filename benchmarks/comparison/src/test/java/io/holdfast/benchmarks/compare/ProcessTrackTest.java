package io.holdfast.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.runtime.CompositionRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contenders that are processes of a shell. */
@CompositionRoot("ends real processes")
class ProcessTrackTest {
  private static final String RESULT = "{\"lines_per_second\":5,\"cpu_us_per_line\":2}";

  private final ChildProcess child = new ChildProcess();

  @TempDir Path root;

  @BeforeEach
  void build() throws Exception {
    Files.createFile(
        Files.createDirectories(root.resolve("mine/target/quick")).resolve("mine-1.jar"));
    Files.createFile(
        Files.createDirectories(root.resolve("mine/target/quick/lib")).resolve("engine-2.3-x.jar"));
  }

  @Test
  void resultIsReadAndNothingIsLeft() throws Exception {
    Outcome outcome = run("echo starting; mkdir -p work; echo '" + RESULT + "'", "mine", 60);
    assertEquals(Samples.measured(5, 2), outcome);
    assertFalse(Files.exists(root.resolve("work/run")));
  }

  @Test
  void lastLineThatIsNoStackFrameTellsWhyItFailed() throws Exception {
    String script = "printf 'first\\nboom: it broke\\n\\tat a.b.C\\n\\n' >&2; exit 3";
    assertEquals(new Outcome.Failed("exit code 3: boom: it broke"), run(script, "mine", 60));
    assertTrue(
        Files.readString(root.resolve("failed/count-it-fails.txt")).startsWith("first\nboom"));
  }

  @Test
  void oneThatEndsWellWithoutAResultHasFailed() throws Exception {
    assertEquals(
        new Outcome.Failed("it printed no result; last words: it said nothing"),
        run("exit 0", "mine", 60));
  }

  @Test
  void oneThatTakesTooLongIsKilledWithAllThatItStarted() throws Exception {
    Path pid = root.resolve("pid");
    String script = "sleep 600 & echo $! > " + pid + "; echo waiting >&2; wait";
    assertEquals(new Outcome.Failed("not ready after 1 s: waiting"), run(script, "mine", 1));
    long started = Long.parseLong(Files.readString(pid).trim());
    assertTrue(
        ProcessHandle.of(started).map(handle -> !handle.isAlive()).orElse(true),
        "still there: " + started);
  }

  @Test
  void stoppedFromOutsideItEndsAndNoOtherBegins() throws Exception {
    Thread other =
        new Thread(
            () -> {
              try {
                child.stop();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            },
            "stop");
    other.start();
    // Whichever comes first.
    assertThrows(InterruptedException.class, () -> run("sleep 600", "mine", 100));
    other.join();
    Path begun = root.resolve("begun");
    assertThrows(InterruptedException.class, () -> run("touch " + begun, "mine", 100));
    assertFalse(Files.exists(begun));
  }

  @Test
  void whatHasNotBeenBuiltFails() throws Exception {
    assertEquals(new Outcome.Failed("other has not been built"), run("exit 0", "other", 60));
  }

  @Test
  void jarsTellVersionsAndItsOwnComesFirst() throws Exception {
    Modules modules = new Modules(root);
    assertEquals("2.3-x", modules.version("mine", "engine"));
    assertEquals("-", modules.version("mine", "eng"));
    assertEquals(
        List.of("mine-1.jar", "engine-2.3-x.jar"),
        modules.jars("mine").stream().map(jar -> jar.getFileName().toString()).toList());
  }

  private Outcome run(String script, String module, int seconds) throws Exception {
    Table whole = Samples.table();
    Contender ours = whole.entrants().get(0).contender();
    Contender contender =
        new Contender(
            ours.name(), ours.kind(), module, "", List.of(), Map.of(), "", "on", "always");
    Entrant entrant =
        new Entrant("it fails", contender, List.of("sh", "-c", script), List.of(), Map.of());
    Table table =
        new Table(
            whole.name(),
            whole.title(),
            whole.state(),
            whole.figures(),
            "",
            Duration.ofSeconds(seconds),
            List.of(entrant),
            List.of());
    Path work = root.resolve("work");
    ProcessTrack.Place place =
        new ProcessTrack.Place(work, root.resolve("failed"), List.of("env", "A=b"));
    return new ProcessTrack(table, new Modules(root), place, child).run(entrant, 1);
  }
}
