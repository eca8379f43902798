package io.holdfast.tools.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.inspection.PlacedFiles;
import io.holdfast.inspection.WordCountFiles;
import io.holdfast.tools.Main;
import io.holdfast.wal.storage.local.LocalStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every command prints for programs is what the specification says, and nothing else. */
class JsonSchemaTest {
  @TempDir private static Path root;
  private static WordCountFiles stopped;
  private static WordCountFiles killed;

  @BeforeAll
  static void prepare() throws IOException {
    stopped = WordCountFiles.stopped(root.resolve("stopped"));
    killed = WordCountFiles.pending(root.resolve("killed"));
    WordCountFiles unused = WordCountFiles.quarantined(root.resolve("quarantined"));
    PlacedFiles.write(LocalStorage.open(root.resolve("placed")));
  }

  static Stream<String> commands() {
    return Stream.of(
        "ls APP",
        "ls ROOT",
        "ls APP/journal",
        "ls APP/checkpoints",
        "ls OUT",
        "info APP",
        "info APP/journal",
        "info APP/checkpoints",
        "info OUT",
        "dump APP",
        "dump wal APP --hex",
        "dump journal KILLED --limit 3",
        "dump state APP --full",
        "dump checkpoint KILLED --batch 1.. --full --hex",
        "dump OUT",
        "dump APP/data/blocks/tail.mark",
        "verify APP",
        "verify OUT",
        "explain SEGMENT 300",
        "explain SEGMENT 20",
        "explain CHECKPOINT 100",
        "why APP lines/12/0",
        "why APP 1700001000020",
        "why APP lines/3",
        "why APP --text kelp",
        "plan KILLED",
        "diff APP",
        "graph APP",
        "graph APP --format mermaid",
        "stats APP",
        "stats APP/state/totals",
        "ls PLACED",
        "info PLACED/places/totals",
        "dump state PLACED --full --hex",
        "dump wal PLACED",
        "verify PLACED",
        "why PLACED 1700000002000",
        "stats PLACED",
        "quarantine list QUARANTINED",
        "quarantine show QUARANTINED lines/1/0");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyObjectIsSpecified(String command) throws IOException {
    List<String> lines = run(command + " --json");
    assertTrue(lines.size() > 1, command);
    JsonSpecification.read().require(command, lines);
  }

  @Test
  void aTypeThatIsNotSpecifiedIsSeen() throws IOException {
    JsonSpecification page = JsonSpecification.read();
    assertTrue(page.types().size() > 60, "only " + page.types());
    assertTrue(page.fields("frame").contains("durable_through_lsn"));
    assertEquals(Set.of("schema", "command"), page.fields("holdfast"));
    String head = "{\"type\":\"holdfast\",\"schema\":\"1.0\",\"command\":\"x\"}";
    page.require("x", List.of(head, "{\"type\":\"found\",\"record\":\"a\"}"));
    for (String wrong : List.of("{\"type\":\"no\"}", "{\"type\":\"found\",\"no\":1}")) {
      assertThrows(AssertionError.class, () -> page.require("x", List.of(head, wrong)));
    }
  }

  private static List<String> run(String command) throws IOException {
    Path journal = last(killed.app().resolve("journal"));
    String[] words =
        Arrays.stream(command.split(" ", -1))
            .map(word -> word.replace("QUARANTINED", root.resolve("quarantined/app").toString()))
            .map(word -> word.replace("PLACED", root.resolve("placed").toString()))
            .map(word -> word.replace("KILLED", killed.app().toString()))
            .map(word -> word.replace("APP", stopped.app().toString()))
            .map(word -> word.replace("OUT", stopped.output().toString()))
            .map(word -> word.replace("ROOT", root.resolve("stopped").toString()))
            .map(word -> word.replace("SEGMENT", journal.toString()))
            .toArray(String[]::new);
    for (int i = 0; i < words.length; i++) {
      if (words[i].equals("CHECKPOINT")) {
        words[i] = last(stopped.app().resolve("checkpoints")).toString();
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      int unused = Main.run(stream, errors, words);
    }
    assertEquals("", err.toString(StandardCharsets.UTF_8), command);
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static Path last(Path directory) throws IOException {
    try (Stream<Path> found = Files.list(directory)) {
      List<Path> files = found.filter(path -> !path.endsWith("tail.mark")).sorted().toList();
      return files.get(files.size() - 1);
    }
  }
}
