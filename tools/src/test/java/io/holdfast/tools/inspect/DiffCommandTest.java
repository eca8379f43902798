package io.holdfast.tools.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.inspection.WordCountFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people and programs see of the difference between checkpoints of a word count. */
class DiffCommandTest {
  @TempDir private Path root;
  private WordCountFiles files;

  @BeforeEach
  void run() throws IOException {
    files = WordCountFiles.stopped(root);
  }

  @Test
  void theTwoNewestAreCompared() {
    CommandLineRun run = diff(files.app());
    assertEquals(0, run.exitCode(), run.error());
    Golden.check("diff.txt", text(run.out()));
    assertEquals(7, diff(files.app(), "--exit-code").exitCode());
  }

  @Test
  void programsGetTheSame() {
    CommandLineRun run = diff(files.app(), "--json", "--limit", 2);
    assertEquals(0, run.exitCode(), run.error());
    Golden.check("diff.json", text(run.out()));
  }

  @Test
  void aCheckpointIsEqualToItself() {
    Path newest = NumberedFiles.last(files.app().resolve("checkpoints"));
    CommandLineRun run = diff(newest, newest, "--exit-code");
    assertEquals(0, run.exitCode(), run.error());
    assertTrue(run.out().endsWith("\nverdict equal\n"), run.out());
  }

  @Test
  void batchesChooseCheckpoints() {
    CommandLineRun run =
        diff(files.app(), "--from", "1700001000010", "--to", "1700001000020", "--limit", 0);
    assertEquals(0, run.exitCode(), run.error());
    assertTrue(run.out().contains("from batch 1700001000010 to batch 1700001000020"), run.out());
    assertTrue(run.out().contains("more keys; see --limit"), run.out());
    CommandLineRun none = diff(files.app(), "--from", "17");
    assertEquals(2, none.exitCode());
    assertEquals(
        "There is no intact checkpoint behind batch 17. The newest are behind 1700001000031,"
            + " 1700001000030, 1700001000020, 1700001000010.",
        none.error());
  }

  @Test
  void twoApplicationsAreComparedByTheirNewest() throws IOException {
    WordCountFiles other = WordCountFiles.stopped(root.resolve("other"), 7);
    CommandLineRun run = diff(files.app(), other.app());
    assertEquals(0, run.exitCode(), run.error());
    assertTrue(run.out().contains("of two applications"), run.out());
    assertTrue(run.out().contains("0 added, 0 changed, 0 removed"), run.out());
  }

  @Test
  void aStateThatIsGoneIsSaidAndTheRestIsCompared() throws IOException {
    for (Path segment : NumberedFiles.in(files.app().resolve("state/totals"))) {
      Files.delete(segment);
    }
    Files.deleteIfExists(files.app().resolve("state/totals/tail.mark"));
    CommandLineRun run = diff(files.app(), "--exit-code");
    assertEquals(6, run.exitCode(), run.out());
    assertTrue(run.out().contains("CANNOT BE COMPARED\n  State 'totals' cannot be"), run.out());
    assertTrue(run.out().contains("positions in the logs"), run.out());
    assertTrue(run.out().contains(", but not everything could be compared"), run.out());
  }

  @Test
  void checkpointsOutsideOfAnApplicationHaveNoStates() throws IOException {
    Path there = files.app().resolve("checkpoints");
    Path copy = root.resolve("copy");
    Files.createDirectories(copy);
    for (Path checkpoint : NumberedFiles.in(there)) {
      Files.copy(checkpoint, copy.resolve(checkpoint.getFileName()));
    }
    CommandLineRun run = diff(NumberedFiles.in(copy).get(0), NumberedFiles.last(copy));
    assertEquals(6, run.exitCode(), run.out());
    assertTrue(run.out().contains("does not lie in the directory of an application"), run.out());
  }

  @Test
  void badInputIsNamed() throws IOException {
    Path newest = NumberedFiles.last(files.app().resolve("checkpoints"));
    assertUsage("one checkpoint alone cannot be compared", diff(newest));
    assertUsage("--limit -1: a number of keys", diff(files.app(), "--limit", -1));
    assertUsage("leave B out", diff(files.app(), files.app(), "--to", 5));
    assertUsage("is neither a checkpoint", diff(newest, files.app().resolve("journal")));
    assertUsage("There is nothing at", diff(root.resolve("none")));
    Path broken = root.resolve(newest.getFileName());
    Files.writeString(broken, "half");
    assertEquals(3, diff(broken, newest).exitCode());
    for (Path checkpoint : NumberedFiles.in(newest.getParent())) {
      Files.writeString(checkpoint, "nothing");
    }
    assertUsage("has no intact checkpoint", diff(files.app()));
  }

  private static void assertUsage(String part, CommandLineRun run) {
    assertEquals(2, run.exitCode(), run.out());
    assertTrue(run.error().contains(part), run.error());
  }

  private static CommandLineRun diff(Object... args) {
    return CommandLineRun.of(new DiffCommand(), args);
  }

  private String text(String out) {
    return out.replace(root.toString(), "ROOT");
  }
}
