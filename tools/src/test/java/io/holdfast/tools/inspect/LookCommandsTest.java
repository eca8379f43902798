package io.holdfast.tools.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.inspection.WordCountFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ls}, {@code info}, {@code explain} and {@code why} on files of jobs that were run. */
class LookCommandsTest {
  @TempDir private static Path root;
  private static WordCountFiles stopped;
  private static WordCountFiles killed;

  @BeforeAll
  static void run() throws IOException {
    stopped = WordCountFiles.stopped(root.resolve("stopped"));
    killed = WordCountFiles.killed(root.resolve("killed"));
  }

  @Test
  void lsShowsAnApplicationOnOneScreen() {
    Golden.check("ls.txt", text(run(0, new LsCommand(), killed.app())));
  }

  @Test
  void lsOfOtherThingsIsALineForEach() throws IOException {
    Path jobs = Files.createDirectory(root.resolve("jobs"));
    copy(stopped.app().resolve("identity"), jobs.resolve("a"));
    copy(killed.app().resolve("identity"), jobs.resolve("b"));
    String out =
        Stream.of(jobs, stopped.app().resolve("journal"), stopped.output())
            .map(path -> run(0, new LsCommand(), path))
            .collect(Collectors.joining("\n"));
    Golden.check("ls-others.txt", text(out));
    List<String> checkpoints =
        run(0, new LsCommand(), stopped.app().resolve("checkpoints")).lines().toList();
    assertEquals(5, checkpoints.size());
    assertTrue(checkpoints.get(1).startsWith("INTACT   checkpoint-"), checkpoints.get(1));
  }

  private static void copy(Path file, Path directory) throws IOException {
    Files.createDirectory(directory);
    Files.copy(file, directory.resolve(file.getFileName()));
  }

  @Test
  void infoSaysInAFewLinesWhatOneThingIs() throws IOException {
    String out =
        Stream.of(
                stopped.app(),
                stopped.app().resolve("journal"),
                stopped.app().resolve("state/totals"),
                stopped.app().resolve("checkpoints"),
                last(stopped.app().resolve("data/blocks")),
                stopped.output())
            .map(path -> run(0, new InfoCommand(), path))
            .collect(Collectors.joining("\n"));
    Golden.check("info.txt", text(out));
    String checkpoint = run(0, new InfoCommand(), last(stopped.app().resolve("checkpoints")));
    assertTrue(checkpoint.contains("\nmade by\n  application            word-count"), checkpoint);
    assertFalse(checkpoint.contains("functions"), checkpoint);
  }

  @Test
  void explainSaysWhatLiesAtAnOffsetAndWhy() throws IOException {
    Path journal = last(killed.app().resolve("journal"));
    String sound =
        run(0, new ExplainCommand(), journal, "0x130") + run(0, new ExplainCommand(), journal, 40);
    Golden.check("explain.txt", text(sound));
    Path copied = root.resolve("explained");
    WordCountFiles damaged = WordCountFiles.killed(copied);
    Path segment = last(damaged.app().resolve("journal"));
    byte[] bytes = Files.readAllBytes(segment);
    bytes[300] ^= 4;
    Files.write(segment, bytes);
    Golden.check("explain-damage.txt", text(run(3, new ExplainCommand(), segment, 300)));
    String behind = run(3, new ExplainCommand(), segment, 500);
    assertTrue(behind.contains("and in a frame whose header verifies, at offset 456"), behind);
  }

  @Test
  void explainKnowsThePartsOfACheckpoint() throws IOException {
    Path checkpoint = last(stopped.app().resolve("checkpoints"));
    String out = run(0, new ExplainCommand(), checkpoint, 400);
    assertTrue(out.contains("lies in the section 'positions', byte "), out);
    byte[] bytes = Files.readAllBytes(checkpoint);
    bytes[400] ^= 1;
    Path damaged = root.resolve(checkpoint.getFileName());
    Files.write(damaged, bytes);
    String wrong = run(3, new ExplainCommand(), damaged, 400);
    assertTrue(wrong.contains("section 'positions'        "), wrong);
    assertTrue(wrong.lines().anyMatch(line -> line.matches(".*positions.* NO .*")), wrong);
    assertTrue(wrong.lines().anyMatch(line -> line.matches(".*'meta'.* yes .*")), wrong);
  }

  @Test
  void explainRefusesWhatIsNoOffsetOfTheFile() throws IOException {
    Path journal = last(killed.app().resolve("journal"));
    CommandLineRun far = CommandLineRun.of(new ExplainCommand(), journal, 1 << 20);
    assertEquals(2, far.exitCode());
    assertTrue(far.error().endsWith("so there is no offset 1048576. Offsets begin at 0."));
    CommandLineRun word = CommandLineRun.of(new ExplainCommand(), journal, "here");
    assertEquals(2, word.exitCode());
    assertEquals("'here' is no offset; give it as 456 or 0x1c8", word.error());
    CommandLineRun directory = CommandLineRun.of(new ExplainCommand(), killed.app(), 0);
    assertEquals(2, directory.exitCode());
    assertTrue(directory.error().contains("has no offsets to explain"), directory.error());
  }

  @Test
  void whyShowsTheWayFromTheSourceToTheOutput() {
    String ways =
        Stream.of("lines:line=36", "lines/12/0", "1700001000020", "lines/20")
            .map(what -> run(0, new WhyCommand(), stopped.app(), what))
            .collect(Collectors.joining("\n"));
    String waiting = run(0, new WhyCommand(), killed.app(), "lines/10");
    String forgotten = run(6, new WhyCommand(), stopped.app(), "lines/3");
    Golden.check("why.txt", text(String.join("\n", ways, waiting, forgotten)));
  }

  @Test
  void whyFindsRecordsByTheirText() {
    assertEquals(
        run(0, new WhyCommand(), stopped.app(), "lines/12/0"),
        run(0, new WhyCommand(), stopped.app(), "--text", "hold reef 34"));
    String many = run(0, new WhyCommand(), stopped.app(), "--text", "kelp");
    assertTrue(many.contains(" records contain it; ask for one of them"), many);
    assertTrue(many.startsWith("lines/11/"), many);
    run(6, new WhyCommand(), stopped.app(), "--text", "no such words");
    String hidden = run(0, new WhyCommand(), stopped.app(), "lines/12/0", "--redact");
    assertTrue(hidden.contains("record      (12 bytes)"), hidden);
    assertFalse(hidden.contains("hold reef"), hidden);
  }

  @Test
  void whyRefusesWhatNamesNothing() {
    CommandLineRun nothing = CommandLineRun.of(new WhyCommand(), stopped.app());
    assertEquals(2, nothing.exitCode());
    CommandLineRun bogus = CommandLineRun.of(new WhyCommand(), stopped.app(), "bogus");
    assertEquals(2, bogus.exitCode());
    assertTrue(bogus.error().startsWith("'bogus' names nothing that has a way."), bogus.error());
    CommandLineRun output = CommandLineRun.of(new WhyCommand(), stopped.output(), "lines/1");
    assertEquals(2, output.exitCode());
    assertTrue(output.error().endsWith("is no application's directory. Name one."));
  }

  private static String run(int expected, Object command, Object... args) {
    CommandLineRun run = CommandLineRun.of(command, args);
    assertEquals("", run.error());
    assertEquals(expected, run.exitCode(), run.out());
    return run.out();
  }

  private static String text(String out) {
    return Golden.portable(out, root);
  }

  private static Path last(Path directory) throws IOException {
    try (Stream<Path> found = Files.list(directory)) {
      List<Path> files = found.filter(path -> !path.endsWith("tail.mark")).sorted().toList();
      return files.get(files.size() - 1);
    }
  }
}
