package io.holdfast.tools.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.holdfast.inspection.WordCountFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people and programs see of a word count that was killed once and then stopped. */
class DumpCommandTest {
  @TempDir private static Path root;
  private static WordCountFiles files;

  @BeforeAll
  static void run() throws IOException {
    files = WordCountFiles.stopped(root);
  }

  @Test
  void anApplicationFitsOnOneScreen() {
    String out = text(dump(files.app()).out());
    Golden.check("application.txt", out.replaceAll("(hfc +)\\d+\\.\\d KiB", "$1... KiB"));
  }

  @Test
  void theJournalTellsWhatTheDriverDidInWords() {
    Golden.check("journal.txt", text(dump(files.app().resolve("journal")).out()));
  }

  @Test
  void blocksShowTheirFirstRecords() {
    Golden.check("data.txt", text(dump(first("data/blocks")).out()));
  }

  @Test
  void stateIsShownByItsStructure() {
    Golden.check("state.txt", text(dump(first("state/totals")).out()));
  }

  @Test
  void aCheckpointShowsAllThatNeedsNoClassOfTheJob() {
    Golden.check("checkpoint.txt", checkpoint(dump(last("checkpoints")).out()));
  }

  @Test
  void aManifestIsShownWithItsBatch() {
    Path batch = first("../out").getParent().resolve(firstBatch());
    CommandLineRun manifest = dump(batch.resolve("_manifest"));
    Golden.check("manifest.txt", text(manifest.out()));
    assertEquals(manifest.out(), dump(batch).out());
  }

  @Test
  void theLimitHidesFramesAndJudgesThem() {
    CommandLineRun limited = dump(first("journal"), "--limit", 2);
    assertEquals(2, limited.out().lines().filter(line -> line.contains(" DATA ")).count());
    assertTrue(limited.out().contains(" more frames\n"), limited.out());
    assertTrue(limited.out().contains("\nverdict CLEAN\n"), limited.out());
  }

  @Test
  void aNegativeLimitIsAUsageError() {
    CommandLineRun refused = CommandLineRun.dump(first("journal"), "--limit", -1);
    assertEquals(2, refused.exitCode());
    assertEquals("--limit -1: a number of frames is 0 or more", refused.error());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "journal",
        "data",
        "data/blocks",
        "state/totals",
        "checkpoints",
        "../out",
        "checkpoints/LAST"
      })
  void jsonIsAnObjectALineAndNothingElse(String below) throws IOException {
    Path path =
        below.endsWith("LAST") ? last("checkpoints") : files.app().resolve(below).normalize();
    List<String> lines = dump(path, "--json").out().lines().toList();
    assertFalse(lines.isEmpty());
    for (String line : lines) {
      try (JsonParser parser = new JsonFactory().createParser(line)) {
        assertEquals(JsonToken.START_OBJECT, parser.nextToken(), line);
        assertEquals("type", parser.nextFieldName(), line);
        for (int depth = 1; depth > 0; ) {
          JsonToken token = parser.nextToken();
          depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
        assertEquals(null, parser.nextToken(), line);
      }
    }
  }

  @Test
  void whatIsReadIsNotChanged() throws IOException {
    List<String> before = inventory();
    dump(files.app());
    dump(files.app().resolve("data"));
    CommandLineRun.verify(files.app());
    assertEquals(before, inventory());
  }

  private static CommandLineRun dump(Object... args) {
    CommandLineRun run = CommandLineRun.dump(args);
    assertEquals("", run.error());
    assertEquals(0, run.exitCode(), run.out());
    return run;
  }

  private static String text(String out) {
    return out.replace(root.toString(), "ROOT");
  }

  /** Digests and sizes of the code's fingerprints change with the compiler. */
  private static String checkpoint(String out) {
    return text(out)
        .replaceAll("(?m)^( {2}(?:meta|pending-outline|positions) .*)$", "$1")
        .replaceAll("(?m)^( {2}[a-z-]+ +\\d+ {2}(?:TEXT|FIELDS|KRYO) ).*$", "$1 ...")
        .replaceAll("(?m)^ {2}jdk .*$", "  jdk ...")
        .replaceAll("SHA-256 \\p{XDigit}{64}", "SHA-256 ...")
        .replaceAll("lambda\\$(\\w+)\\$\\p{XDigit}+\\$", "lambda\\$$1\\$...\\$")
        .replaceAll(", \\d+\\.\\d KiB", ", ... KiB");
  }

  private static Path first(String below) {
    return sorted(below).get(0);
  }

  private static Path last(String below) {
    List<Path> found = sorted(below);
    return found.get(found.size() - 1);
  }

  private static String firstBatch() {
    return sorted("../out").stream()
        .map(path -> path.getFileName().toString())
        .filter(name -> name.startsWith("counts-"))
        .findFirst()
        .orElseThrow();
  }

  private static List<Path> sorted(String below) {
    try (Stream<Path> found = Files.list(files.app().resolve(below).normalize())) {
      return found.filter(path -> !path.endsWith("tail.mark")).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> inventory() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      List<Path> found = all.sorted().toList();
      List<String> lines = new ArrayList<>();
      for (Path path : found) {
        lines.add(path + " " + Files.getLastModifiedTime(path) + " " + Files.size(path));
      }
      return lines;
    }
  }
}
