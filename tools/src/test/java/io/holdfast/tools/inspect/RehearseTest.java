package io.holdfast.tools.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.inspection.WordsJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code upgrade-check --rehearse}: what it prints, keeps and leaves. */
class RehearseTest {
  private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

  @TempDir private static Path root;
  private static WordsJob first;
  private static String jar;
  private static String more;

  @BeforeAll
  static void run() throws IOException {
    first = WordsJob.first(root);
    jar = first.jar("first");
    more = first.with("Add", "ones.size()", "ones.size() + 1").jar("more");
    first.run(jar, 150, false);
  }

  @Test
  void theSameCodeMakesNoDifference() throws IOException {
    List<Path> before = leftovers();
    CommandLineRun run = check("--rehearse", "--job", jar);
    assertEquals(0, run.exitCode(), run.error());
    Golden.check("rehearse-same.txt", rehearsal(run.out()));
    assertEquals(before, leftovers());
  }

  @Test
  void differencesAreCountedAndShown() {
    CommandLineRun run = check("--rehearse", "--batches", 2, "--job", more);
    assertEquals(7, run.exitCode(), run.error());
    Golden.check("rehearse-more.txt", rehearsal(run.out()));
  }

  @Test
  void programsGetAllOfIt() throws IOException {
    CommandLineRun run = check("--json", "--rehearse", "--batches", 2, "--job", more);
    assertEquals(7, run.exitCode(), run.error());
    String lines = run.out().substring(run.out().indexOf("{\"type\":\"rehearsal\""));
    JsonSpecification.read().require("--rehearse", run.out().lines().toList());
    Golden.check("rehearse-json.txt", lines.replace(root.toString(), "ROOT"));
  }

  @Test
  void copiesAndOutputsCanBeKept() throws IOException {
    Path kept = root.resolve("kept");
    CommandLineRun run =
        check("--rehearse", "--batches", 2, "--old", jar, "--keep", kept, "--job", more);
    assertEquals(7, run.exitCode(), run.error());
    assertTrue(run.out().contains("the old code"), run.out());
    for (String version : List.of("new", "old")) {
      try (Stream<Path> files = Files.walk(kept.resolve(version))) {
        assertTrue(files.anyMatch(file -> file.endsWith("part-00000.txt")), version);
      }
    }
    refused("is not empty", "--rehearse", "--keep", kept, "--job", jar);
  }

  @Test
  void aRefusedStartIsNotRehearsed() throws IOException {
    String other = first.with("Words", "writeTo(\"totals\"", "writeTo(\"sums\"").jar("sums");
    CommandLineRun run = check("--rehearse", "--job", other);
    assertEquals(7, run.exitCode(), run.error());
    assertTrue(run.out().endsWith("Nothing was rehearsed: a start would be refused.\n"), run.out());
  }

  @Test
  void wrongFlagsAreNamed() {
    refused("--batches is for --rehearse", "--batches", 3, "--job", jar);
    refused("--old is for --rehearse", "--old", jar, "--job", jar);
    refused("--keep is for --rehearse", "--keep", root, "--job", jar);
    refused("--batches 0: at least 1", "--rehearse", "--batches", 0, "--job", jar);
    refused("no.jar does not exist", "--rehearse", "--old", "no.jar#a.B", "--job", jar);
  }

  private static void refused(String words, Object... args) {
    CommandLineRun run = check(args);
    assertEquals(2, run.exitCode(), run.out());
    assertTrue(run.error().contains(words), run.error());
    assertEquals("", run.out());
  }

  private static CommandLineRun check(Object... args) {
    return CommandLineRun.of(
        new UpgradeCheckCommand(),
        Stream.concat(Stream.of(args), Stream.of(first.app())).toArray());
  }

  private static String rehearsal(String out) {
    return out.substring(out.indexOf("rehearsal of")).replace(root.toString(), "ROOT");
  }

  private static List<Path> leftovers() throws IOException {
    try (Stream<Path> entries = Files.list(TEMPORARY)) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith("holdfast-rehearsal-"))
          .sorted()
          .toList();
    }
  }
}
