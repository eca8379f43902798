package io.holdfast.tools.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.holdfast.inspection.WordCountFiles;
import io.holdfast.tools.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every command prints for programs is what the specification says, and nothing else. */
class JsonSchemaTest {
  private static final Path PAGE = Path.of("../docs/formats/inspection-json.md");
  private static final Pattern NAME = Pattern.compile("`([a-z_0-9]+)`");

  @TempDir private static Path root;
  private static WordCountFiles stopped;
  private static WordCountFiles killed;
  private static Map<String, Set<String>> specified;

  @BeforeAll
  static void prepare() throws IOException {
    stopped = WordCountFiles.stopped(root.resolve("stopped"));
    killed = WordCountFiles.pending(root.resolve("killed"));
    WordCountFiles unused = WordCountFiles.quarantined(root.resolve("quarantined"));
    specified = specification();
  }

  /** Types with their fields; a type that has several tables has the fields of all. */
  private static Map<String, Set<String>> specification() throws IOException {
    Map<String, Set<String>> types = new TreeMap<>();
    List<String> current = new ArrayList<>();
    for (String line : Files.readAllLines(PAGE)) {
      if (!line.startsWith("| ")) {
        continue;
      }
      String[] cells = line.split("\\|", -1);
      List<String> names = names(cells[1]);
      if (!names.isEmpty()) {
        current = names;
      }
      for (String type : current) {
        types.computeIfAbsent(type, t -> new TreeSet<>()).addAll(names(cells[2]));
      }
    }
    return types;
  }

  private static List<String> names(String cell) {
    List<String> names = new ArrayList<>();
    Matcher found = NAME.matcher(cell);
    while (found.find()) {
      names.add(found.group(1));
    }
    return names;
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
        "quarantine list QUARANTINED",
        "quarantine show QUARANTINED lines/1/0");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyObjectIsSpecified(String command) throws IOException {
    List<String> lines = run(command + " --json");
    assertTrue(lines.size() > 1, command);
    assertEquals("holdfast", check(command, lines.get(0)), lines.get(0));
    for (String line : lines.subList(1, lines.size())) {
      String type = check(command, line);
      assertTrue(specified.containsKey(type), command + " prints unspecified " + line);
    }
  }

  @Test
  void aTypeThatIsNotSpecifiedIsSeen() {
    assertTrue(specified.size() > 60, "only " + specified.keySet());
    assertTrue(specified.get("frame").contains("durable_through_lsn"));
    assertEquals(Set.of("schema", "command"), specified.get("holdfast"));
  }

  /** Returns the type of an object of which every field is specified. */
  private static String check(String command, String line) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(line)) {
      assertEquals(JsonToken.START_OBJECT, json.nextToken(), command + ": " + line);
      assertEquals("type", json.nextFieldName(), line);
      String type = json.nextTextValue();
      String content = "";
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        Set<String> fields = specified.getOrDefault(type, Set.of());
        boolean block = type.equals("pending_block") || type.equals("unallocated_block");
        boolean known =
            fields.contains(field) || block && specified.get("block_added").contains(field);
        assertTrue(known, command + ": " + type + " has unspecified " + field);
        JsonToken value = json.nextToken();
        if (field.equals("content_type")) {
          content = json.getText();
          assertTrue(specified.containsKey(content), command + ": unspecified " + content);
        } else if (field.equals("content")) {
          checkContent(json, content, command);
        } else if (value.isStructStart()) {
          json.skipChildren();
        }
      }
      assertEquals(null, json.nextToken(), line);
      return type;
    }
  }

  private static void checkContent(JsonParser json, String content, String command)
      throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      assertTrue(
          specified.get(content).contains(field), command + ": " + content + " has " + field);
      json.nextToken();
      json.skipChildren();
    }
  }

  private static List<String> run(String command) throws IOException {
    Path journal = last(killed.app().resolve("journal"));
    String[] words =
        Arrays.stream(command.split(" ", -1))
            .map(word -> word.replace("QUARANTINED", root.resolve("quarantined/app").toString()))
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
