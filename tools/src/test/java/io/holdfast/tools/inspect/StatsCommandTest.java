package io.holdfast.tools.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.inspection.WordCountFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts over the logs of a word count that was killed once and then stopped. */
class StatsCommandTest {
  @TempDir private Path root;
  private WordCountFiles files;

  @BeforeEach
  void run() throws IOException {
    files = WordCountFiles.stopped(root);
  }

  @Test
  void everythingIsCounted() {
    CommandLineRun run = stats(files.app(), "--ascii");
    assertEquals(0, run.exitCode(), run.error());
    Golden.check("stats.txt", text(run.out()));
  }

  @Test
  void programsGetTheSame() {
    CommandLineRun run = stats(files.app(), "--json", "--by", "minute");
    assertEquals(0, run.exitCode(), run.error());
    Golden.check("stats.json", text(run.out()));
  }

  @Test
  void oneLogIsCountedAlone() {
    String state = stats(files.app().resolve("state/totals")).out();
    assertTrue(state.startsWith("state log in "), state);
    assertTrue(state.contains("\nstates, all deltas"), state);
    String data = stats(files.app().resolve("data/blocks")).out();
    assertTrue(data.contains("frames, all that are there"), data);
    String whole = stats(files.app()).out();
    String journal = stats(files.app().resolve("journal")).out();
    assertTrue(whole.contains(section(journal, "\ndelay from")), journal);
  }

  private static String section(String out, String title) {
    int begin = out.indexOf(title);
    return out.substring(begin, out.indexOf("\n\n", begin));
  }

  @Test
  void aSpanChoosesBatches() {
    String some =
        stats(
                files.app(),
                "--json",
                "--since",
                "1700001000020",
                "--until",
                "2023-11-14T22:30:00.031Z")
            .out();
    assertTrue(some.contains("\"first_batch\":1700001000020,\"last_batch\":1700001000030"), some);
    String none = stats(files.app(), "--since", "2030-01-01").out();
    assertTrue(none.contains("no batch is complete in that time"), none);
  }

  @Test
  void damageIsSaidAndTheRestIsCounted() throws IOException {
    Path data = NumberedFiles.in(files.app().resolve("data/blocks")).get(0);
    try (RandomAccessFile file = new RandomAccessFile(data.toFile(), "rw")) {
      file.seek(200);
      file.write(0x55);
    }
    CommandLineRun damaged = stats(files.app());
    assertEquals(3, damaged.exitCode(), damaged.out());
    assertTrue(damaged.out().contains("verdict damaged; see 'holdfast verify'"), damaged.out());
    assertTrue(damaged.out().contains("state/totals"), damaged.out());
  }

  @Test
  void aTornTailIsSaid() throws IOException {
    WordCountFiles killed = WordCountFiles.killed(root.resolve("killed"));
    Path journal = NumberedFiles.last(killed.app().resolve("journal"));
    Files.write(journal, new byte[] {1, 2, 3, 4, 5, 6, 7}, StandardOpenOption.APPEND);
    CommandLineRun run = stats(killed.app());
    assertEquals(1, run.exitCode(), run.out());
    assertTrue(run.out().contains("verdict torn tail only"), run.out());
  }

  @Test
  void badInputIsNamed() {
    assertUsage("--by 'year': there are minute, hour and day", stats(files.app(), "--by", "year"));
    assertUsage("'yesterday' is no time; give it", stats(files.app(), "--since", "yesterday"));
    assertUsage("'2026-13-40' is no time; give", stats(files.app(), "--until", "2026-13-40"));
    assertUsage(
        "--since 5 is not before --until 5", stats(files.app(), "--since", 5, "--until", 5));
    assertUsage(
        "is neither an application's directory nor", stats(files.app().resolve("checkpoints")));
    assertUsage("There is nothing at", stats(root.resolve("none")));
  }

  private static void assertUsage(String part, CommandLineRun run) {
    assertEquals(2, run.exitCode(), run.out());
    assertTrue(run.error().contains(part), run.error());
  }

  private static CommandLineRun stats(Object... args) {
    return CommandLineRun.of(new StatsCommand(), args);
  }

  private String text(String out) {
    return out.replace(root.toString(), "ROOT");
  }
}
