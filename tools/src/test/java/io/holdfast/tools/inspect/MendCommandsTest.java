package io.holdfast.tools.inspect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.inspection.FileTree;
import io.holdfast.inspection.WordCountFiles;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users see of {@code repair} and {@code rewind}. */
class MendCommandsTest {
  private static final String JOURNAL = "journal/segment-00000000000000000002.hfw";
  private static final String BLOCKS = "data/blocks/segment-00000000000000000002.hfw";
  private static final String CHECKPOINT =
      "checkpoints/checkpoint-0000000001-00000001700000000020.hfc";
  private static final String FIRST_BATCH = "1700000000010";

  @TempDir private Path root;
  private Path app;

  @BeforeEach
  void run() throws IOException {
    app = WordCountFiles.killed(root).app();
  }

  private CommandLineRun repair(Object... args) {
    return CommandLineRun.of(new RepairCommand(), args);
  }

  private CommandLineRun rewind(Object... args) {
    return CommandLineRun.of(new RewindCommand(), args);
  }

  private void damage(String file, int at, int count) throws IOException {
    byte[] bytes = Files.readAllBytes(app.resolve(file));
    for (int i = at; i < at + count; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(app.resolve(file), bytes);
  }

  private String text(CommandLineRun run) {
    return run.out()
        .replace(root.toString(), "ROOT")
        .replaceAll("damaged: section .*", "damaged: ...");
  }

  @Test
  void aSoundApplicationNeedsNothing() {
    CommandLineRun run = repair(app, "--out", root.resolve("new"));
    assertEquals(0, run.exitCode());
    assertEquals(app + " needs nothing; nothing was written\n", run.out());
    assertFalse(Files.exists(root.resolve("new")));
  }

  @Test
  void whatIsDoneAndWhatIsLostIsSaidFirst() throws IOException {
    damage(JOURNAL, 400, 20);
    damage(CHECKPOINT, 1800, 1);
    Map<String, byte[]> before = FileTree.of(app);
    CommandLineRun dry = repair(app, "--dry-run");
    assertEquals(0, dry.exitCode(), dry.error());
    Golden.check("repair.txt", text(dry));
    CommandLineRun run = repair(app, "--out", root.resolve("new"));
    assertEquals(0, run.exitCode(), run.error());
    assertTrue(run.out().startsWith(dry.out()), run.out());
    assertTrue(run.out().contains("verified: clean. Start the job with"), run.out());
    assertEquals(0, CommandLineRun.verify(root.resolve("new")).exitCode());
    Map<String, byte[]> after = FileTree.of(app);
    assertEquals(before.keySet(), after.keySet());
    before.remove("lock"); // It was asked whether somebody holds it.
    before.forEach((path, content) -> assertArrayEquals(content, after.get(path), path));
  }

  @Test
  void aBlockThatIsLostTakesBackWhatDependsOnIt() throws IOException {
    damage(BLOCKS, 380, 20);
    CommandLineRun run = repair(app, "--dry-run", "--json");
    assertEquals(0, run.exitCode(), run.error());
    Golden.check("repair.jsonl", text(run));
  }

  @Test
  void inPlaceKeepsWhatItReplacesAndARecord() throws IOException {
    damage(JOURNAL, 400, 20);
    byte[] journal = Files.readAllBytes(app.resolve(JOURNAL));
    CommandLineRun run = repair(app, "--in-place", "--reason", "disk 3 died");
    assertEquals(0, run.exitCode(), run.error());
    assertEquals(0, CommandLineRun.verify(app).exitCode());
    Map<String, byte[]> files = FileTree.of(app);
    String record =
        files.keySet().stream().filter(f -> f.startsWith("audit/")).findFirst().orElseThrow();
    String audit = Files.readString(app.resolve(record));
    assertTrue(
        audit.startsWith("{\"type\":\"holdfast_audit\",\"version\":\"1.0\",\"when\":"), audit);
    assertTrue(audit.contains("\"command\":\"holdfast repair " + app + " --in-place"), audit);
    assertTrue(audit.contains("\"reason\":\"disk 3 died\""), audit);
    assertTrue(audit.contains("\"path\":\"" + JOURNAL + "\",\"sha256_before\":\""), audit);
    String id = record.substring("audit/".length()).replace(".jsonl", "");
    assertArrayEquals(journal, files.get("mended/" + id + "/old/" + JOURNAL));
    CommandLineRun again = repair(app, "--in-place", "--reason", "once more");
    assertEquals(app + " needs nothing; nothing was written\n", again.out());
  }

  @Test
  void aDriverThatRunsIsLeftAlone() {
    try (Storage storage = LocalStorage.open(app);
        Storage.Lock lock = storage.lock("lock")) {
      lock.describe("driver 7");
      for (Object[] flags :
          new Object[][] {{"--in-place", "--reason", "x"}, {"--out", root.resolve("new")}}) {
        Object[] args = new Object[flags.length + 1];
        args[0] = app;
        System.arraycopy(flags, 0, args, 1, flags.length);
        CommandLineRun run = repair(args);
        assertEquals(9, run.exitCode(), run.out());
        assertTrue(run.error().contains("driver 7"), run.error());
        assertTrue(run.error().endsWith("Stop it first. Nothing was changed."), run.error());
      }
    }
  }

  @Test
  void backToABatch() {
    CommandLineRun dry = rewind(app, "--to", FIRST_BATCH, "--dry-run");
    assertEquals(0, dry.exitCode(), dry.error());
    Golden.check("rewind.txt", text(dry));
    CommandLineRun json = rewind(app, "--to", FIRST_BATCH, "--dry-run", "--json");
    Golden.check("rewind.jsonl", text(json));
    CommandLineRun run = rewind(app, "--to", FIRST_BATCH, "--in-place", "--reason", "bad release");
    assertEquals(0, run.exitCode(), run.error());
    assertTrue(run.out().contains("verified: clean."), run.out());
    String journal = CommandLineRun.dump(app.resolve("journal")).out();
    assertTrue(journal.contains("last LSN 5"), journal);
  }

  @Test
  void aLogOnItsOwnIsKeptUpToWhatIsLost() throws IOException {
    damage(JOURNAL, 400, 20);
    Path log = Files.move(app.resolve("journal"), root.resolve("log"));
    CommandLineRun run = repair(log, "--out", root.resolve("mended"));
    assertEquals(0, run.exitCode(), run.error());
    assertTrue(run.out().contains("the log will end at LSN 16 of 19\n"), run.out());
    assertTrue(
        run.out().contains("LSN 17 to 19, 3 records, of which 2 can still be read"), run.out());
    assertEquals(0, CommandLineRun.verify(root.resolve("mended")).exitCode());
  }

  @Test
  void whatCannotBeRepairedSaysWhatIsMissing() throws IOException {
    damage("state/totals/segment-00000000000000000001.hfw", 300, 40);
    Files.delete(app.resolve("journal/segment-00000000000000000001.hfw"));
    CommandLineRun run = repair(app, "--out", root.resolve("new"));
    assertEquals(6, run.exitCode(), run.out());
    assertTrue(run.error().contains("state 'totals' cannot be rebuilt at batch"), run.error());
    assertTrue(run.error().endsWith("Nothing was changed."), run.error());
    assertFalse(Files.exists(root.resolve("new")));
  }

  @Test
  void wrongFlagsAreOneLine() {
    assertUsage("name a new directory with --out DIR", repair(app));
    assertUsage("--in-place needs --reason TEXT", repair(app, "--in-place"));
    assertUsage("exclude each other", repair(app, "--in-place", "--out", "x", "--reason", "y"));
    assertUsage("is a log of the application", repair(app.resolve("journal"), "--dry-run"));
    assertUsage("neither an application's", repair(app.resolve("checkpoints"), "--dry-run"));
    assertUsage("There is nothing at", repair(root.resolve("no"), "--dry-run"));
    assertUsage("--to abc is neither", rewind(app, "--to", "abc", "--dry-run"));
    assertUsage("Missing required option: '--to", rewind(app, "--dry-run"));
    assertUsage("is no application's", rewind(root.resolve("out"), "--to", "1", "--dry-run"));
    CommandLineRun unknown = rewind(app, "--to", "17", "--dry-run");
    assertEquals(6, unknown.exitCode());
    assertTrue(unknown.error().contains("from 1700000000010 to 1700001000010."), unknown.error());
    assertUsage("already and not empty", damaged(root.resolve("out")));
  }

  private CommandLineRun damaged(Path out) {
    return rewind(app, "--to", FIRST_BATCH, "--out", out);
  }

  private static void assertUsage(String part, CommandLineRun run) {
    assertEquals(2, run.exitCode(), run.out() + run.error());
    assertTrue(run.error().contains(part), run.error());
  }
}
