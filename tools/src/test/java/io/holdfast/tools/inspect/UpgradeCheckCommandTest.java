package io.holdfast.tools.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.inspection.WordsJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people and programs hear of versions of a job, before one of them is started. */
class UpgradeCheckCommandTest {
  @TempDir private static Path root;
  private static WordsJob first;
  private static String jar;

  @BeforeAll
  static void run() throws IOException {
    first = WordsJob.first(root);
    jar = first.jar("first");
    first.run(jar, 150, true);
    first.run(jar, 220, false);
  }

  @Test
  void theSameSourceIsTheSameCode() throws IOException {
    golden(0, "same", first);
    assertEquals(0, check("--strict", "--job", first.jar("again"), first.app()).exitCode());
  }

  @Test
  void anOutputOfAnotherNameIsRefusedUntilItIsDeclared() throws IOException {
    WordsJob other = first.with("Words", "writeTo(\"long-lines\"", "writeTo(\"longer\"");
    golden(7, "output", other);
    golden(
        0,
        "renamed",
        other.with(
            "Words", "parallelism(2)", "parallelism(2).renamed(\"long-lines\", \"longer\")"));
  }

  @Test
  void aStateThatIsGoneIsRefusedUntilThatIsAllowed() throws IOException {
    WordsJob other =
        first.with(
            "Words",
            "updateStateByKey(\"totals\", new Add())",
            "mapValues(n -> new Total(1, \"x\"))");
    golden(7, "state", other);
    golden(
        0,
        "dropped",
        other.with("Words", "parallelism(2)", "parallelism(2).allowDropping(\"totals\")"));
  }

  @Test
  void fieldsMayComeAndGrowAndAreNotDroppedUnasked() throws IOException {
    WordsJob wider =
        first
            .with("Total", "int count", "boolean hot, long count")
            .with(
                "Add",
                "new Total(before.map(t -> t.count()).orElse(0)",
                "new Total(false, before.map(t -> t.count()).orElse(0L)");
    golden(0, "wider", wider);
    golden(7, "narrower", first.with("Total", ", String word", "").with("Add", ", \"x\"", ""));
  }

  @Test
  void otherCodeIsWhatAnUpgradeIsUnlessOneIsStrict() throws IOException {
    WordsJob other =
        first.with("Words", "word -> new Pair<>(word, 1L)", "word -> new Pair<>(word, 2L)");
    golden(0, "function", other);
    CommandLineRun strict = check("--strict", "--job", other.jar("strict"), first.app());
    assertEquals(7, strict.exitCode(), strict.out());
    assertTrue(strict.out().contains("but --strict counts other code as drift"), strict.out());
  }

  @Test
  void otherPartitionsAreShown() throws IOException {
    golden(0, "partitions", first.with("Words", "parallelism(2)", "parallelism(5)"));
  }

  @Test
  void programsGetOneObjectALine() throws IOException {
    WordsJob other = first.with("Words", "writeTo(\"long-lines\"", "writeTo(\"longer\"");
    CommandLineRun run = check("--json", "--job", other.jar("json"), first.app());
    assertEquals(7, run.exitCode());
    JsonSpecification.read().require("upgrade-check", run.out().lines().toList());
    Golden.check("upgrade-json.txt", text(run.out()));
  }

  @Test
  void whatIsNoJobIsSaidInALine() throws IOException {
    Path app = first.app();
    String jarFile = jar.substring(0, jar.indexOf('#'));
    refused(2, "The jar or directory gone.jar does not exist.", "gone.jar#a.B", app);
    refused(2, "There is no class com.example.Gone in ", jarFile + "#com.example.Gone", app);
    refused(
        2, "does not implement io.holdfast.stream.StreamingJob", jarFile + "#com.example.Add", app);
    refused(2, "names no class. Write jar#package.Class.", jarFile, app);
    refused(
        2,
        "The job com.example.Words cannot be defined: java.lang.IllegalStateException: no way",
        first
            .with(
                "Words",
                "DStream<String> lines",
                "if (true) throw new IllegalStateException(\"no\\nway\");\nDStream<String> lines")
            .jar("throws"),
        app);
    refused(
        2,
        "The static initializer of com.example.Words has thrown",
        first
            .with(
                "Words",
                "@Override public String name",
                "static int zero = 1 / Integer.parseInt(\"0\");\n@Override public String name")
            .jar("init"),
        app);
    refused(
        2,
        "map #5 (Words.java:23) holds what cannot be kept in a checkpoint",
        first
            .with("Words", "map(new Show())", "map(total -> context.applicationName())")
            .jar("holds"),
        app);
    refused(
        11,
        "belongs to application 'words', not to 'others'",
        first.with("Words", "\"words\"", "\"others\"").jar("others"),
        app);
  }

  @Test
  void whatIsNoApplicationIsSaidInALine() throws IOException {
    refused(2, "There is nothing at ", jar, root.resolve("gone"));
    refused(2, "is not an application's directory", jar, root.resolve("out"));
    refused(2, "is not an application's directory", jar, first.app().resolve("journal"));
  }

  @Test
  void damageAndGapsAreNotTakenForDrift() throws IOException {
    Path copy = copy("gap");
    try (Stream<Path> files = Files.list(copy.resolve("state/totals"))) {
      Files.delete(
          files
              .filter(file -> file.toString().endsWith(".hfw"))
              .sorted()
              .findFirst()
              .orElseThrow());
    }
    refused(6, "cannot be rebuilt", jar, copy);
    Path without = copy("without");
    try (Stream<Path> files = Files.list(without.resolve("checkpoints"))) {
      for (Path checkpoint : files.toList()) {
        Files.delete(checkpoint);
      }
    }
    refused(6, "there is no intact checkpoint, so it is needed from LSN 1", jar, without);
    Path broken = copy("damage");
    Path segment;
    try (Stream<Path> files = Files.list(broken.resolve("journal"))) {
      segment =
          files.filter(file -> file.toString().endsWith(".hfw")).sorted().findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(segment);
    bytes[200] ^= 1;
    Files.write(segment, bytes);
    refused(3, "journal", jar, broken);
  }

  @Test
  void whatIsCheckedIsNotChanged() throws IOException {
    List<String> before = inventory();
    assertEquals(0, check("--job", jar, first.app()).exitCode());
    assertEquals(before, inventory());
  }

  private static void golden(int exitCode, String name, WordsJob version) throws IOException {
    CommandLineRun run = check("--job", version.jar(name), first.app());
    assertEquals("", run.error());
    assertEquals(exitCode, run.exitCode(), run.out());
    Golden.check("upgrade-" + name + ".txt", text(run.out()));
  }

  private static void refused(int exitCode, String words, String job, Path app) {
    CommandLineRun run = check("--job", job, app);
    assertEquals(exitCode, run.exitCode(), run.error());
    assertTrue(run.error().contains(words), run.error());
    assertFalse(run.error().contains("\tat "), run.error());
  }

  private static CommandLineRun check(Object... args) {
    return CommandLineRun.of(new UpgradeCheckCommand(), args);
  }

  /** Names of lambdas change with the compiler. */
  private static String text(String out) {
    return out.replace(root.toString(), "ROOT")
        .replaceAll("lambda\\$(\\w+)\\$\\p{XDigit}{8}\\$", "lambda\\$$1\\$xxxxxxxx\\$")
        .replaceAll("(\"id\":\")[^\"]+", "$1...");
  }

  private static Path copy(String name) throws IOException {
    Path target = root.resolve(name);
    try (Stream<Path> all = Files.walk(first.app())) {
      for (Path path : all.toList()) {
        Files.copy(path, target.resolve(first.app().relativize(path).toString()));
      }
    }
    return target;
  }

  private static List<String> inventory() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      List<String> lines = new ArrayList<>();
      for (Path path : all.sorted().toList()) {
        lines.add(path + " " + Files.getLastModifiedTime(path) + " " + Files.size(path));
      }
      return lines;
    }
  }
}
