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
    Golden.check("application.txt", text(dump(files.app()).out()));
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
  void kindsNameThePartsOfAnApplication() {
    assertEquals(dump(files.app().resolve("journal")).out(), dump("journal", files.app()).out());
    assertEquals(dump(files.app().resolve("data")).out(), dump("wal", files.app()).out());
    assertEquals(dump(files.app().resolve("state")).out(), dump("state", files.app()).out());
    CommandLineRun other = CommandLineRun.dump("state", files.app().resolve("journal"));
    assertEquals(2, other.exitCode());
    assertTrue(other.error().contains("is no state but a journal"), other.error());
    CommandLineRun unknown = CommandLineRun.dump("logs", files.app());
    assertEquals(
        "unknown kind 'logs'; there is wal, journal, checkpoint, state and manifest",
        unknown.error());
    CommandLineRun manifest = CommandLineRun.dump("manifest", files.app());
    assertTrue(manifest.error().contains("Manifests lie in its outputs' directories"));
  }

  @Test
  void whatIsShownIsChosenByLsnBatchTimeAndStream() {
    String chosen =
        dump("journal", files.app(), "--batch", 1700001000020L).out()
            + dump("wal", files.app(), "--batch", "2023-11-14T22:30:00.020Z").out()
            + dump("state", files.app(), "--batch", "1700001000020..1700001000029").out()
            + dump("journal", files.app(), "--lsn", "37..").out();
    Golden.check("dump-chosen.txt", text(chosen));
    assertEquals(
        dump("wal", files.app(), "--batch", 1700001000020L).out(),
        dump("wal", files.app(), "--since", 1700001000020L, "--until", 1700001000020L).out());
    assertEquals(20 - 10, records(dump("wal", files.app(), "--stream", "lines").out()));
    assertEquals(0, records(dump("wal", files.app(), "--stream", "others").out()));
    assertTrue(
        dump("wal", files.app(), "--batch", 17)
            .out()
            .startsWith("no such batch is in the journal"));
    String checkpoint = dump("checkpoint", files.app(), "--batch", 1700001000020L).out();
    assertTrue(checkpoint.contains("\n  batch        1700001000020\n"), checkpoint);
  }

  private static long records(String out) {
    return out.lines().filter(line -> line.contains(" DATA ")).count();
  }

  @Test
  void rangesThatAreNoneAreUsageErrors() {
    assertUsage("'9..7' ends before it begins", "--lsn", "9..7");
    assertUsage("'x' is no number; give one as 7, or a range as 7..9, 7.. or ..9", "--lsn", "x");
    assertUsage("'noon' is no time; give it in milliseconds since 1970 or", "--since", "noon");
    assertUsage("--until is before --since", "--since", "2026-01-02", "--until", "2026-01-01");
    assertUsage("--batch and --since or --until say the same", "--batch", "7", "--since", "7");
    assertUsage("--classpath: there is nothing at 'no.jar'", "--classpath", "no.jar");
    assertUsage("--redact hides what --classpath decodes", "--classpath", "/", "--redact");
  }

  private static void assertUsage(String message, String... flags) {
    Object[] args = new Object[flags.length + 1];
    args[0] = files.app().resolve("journal");
    System.arraycopy(flags, 0, args, 1, flags.length);
    CommandLineRun run = CommandLineRun.dump(args);
    assertEquals(2, run.exitCode(), run.error());
    assertTrue(run.error().contains(message), run.error());
  }

  @Test
  void hexHasARulerOfAllFields() {
    String hex =
        dump("journal", files.app(), "--lsn", "27..29", "--hex").out()
            + dump("wal", files.app(), "--lsn", 19, "--hex").out()
            + dump("state", files.app(), "--lsn", 11, "--hex").out();
    Golden.check("dump-hex.txt", text(hex));
    String checkpoint = dump(last("checkpoints"), "--hex").out();
    assertTrue(checkpoint.contains("  last completed batch 1700001000031\n"), checkpoint);
    assertTrue(checkpoint.contains("48 46 43 45 4e 44 0d 0a"), checkpoint);
  }

  @Test
  void fullShowsEveryRecordEntryAndObject() {
    String full =
        dump("wal", files.app(), "--lsn", 19, "--full").out()
            + dump("state", files.app(), "--lsn", 11, "--full").out();
    Golden.check("dump-full.txt", text(full));
    String objects = dump(last("checkpoints"), "--full").out();
    assertTrue(objects.contains("\n          sink: #"), objects);
    assertTrue(objects.contains(" by lambda io.holdfast.examples.WordCount.add("), objects);
  }

  @Test
  void redactedShowsNothingOfWhatUsersPutThere() {
    for (String kind : List.of("wal", "state", "checkpoint")) {
      CommandLineRun run = dump(kind, files.app(), "--redact", "--hex", "--full");
      for (String secret : List.of("kelp", "tide", "74 69 64 65", "6b 65 6c 70")) {
        assertFalse(run.out().contains(secret), kind + " shows " + secret);
      }
    }
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
    return Golden.portable(out, root);
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
