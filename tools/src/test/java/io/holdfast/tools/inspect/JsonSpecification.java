package io.holdfast.tools.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page that specifies what commands print for programs: types with their fields. */
record JsonSpecification(Map<String, Set<String>> byType) {
  private static final Path PAGE = Path.of("../docs/formats/inspection-json.md");
  private static final Pattern NAME = Pattern.compile("`([a-z_0-9]+)`");

  /** Types with their fields; a type that has several tables has the fields of all. */
  static JsonSpecification read() throws IOException {
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
    return new JsonSpecification(types);
  }

  private static List<String> names(String cell) {
    List<String> names = new ArrayList<>();
    Matcher found = NAME.matcher(cell);
    while (found.find()) {
      names.add(found.group(1));
    }
    return names;
  }

  Set<String> types() {
    return byType.keySet();
  }

  Set<String> fields(String type) {
    return byType.getOrDefault(type, Set.of());
  }

  /** All that a command has printed is specified, and begins as it must. */
  void require(String command, List<String> lines) throws IOException {
    assertEquals("holdfast", check(command, lines.get(0)), lines.get(0));
    for (String line : lines) {
      String type = check(command, line);
      assertTrue(byType.containsKey(type), command + " prints unspecified " + line);
    }
  }

  /** Returns the type of an object of which every field is byType. */
  private String check(String command, String line) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(line)) {
      assertEquals(JsonToken.START_OBJECT, json.nextToken(), command + ": " + line);
      assertEquals("type", json.nextFieldName(), line);
      String type = json.nextTextValue();
      String content = "";
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        Set<String> fields = byType.getOrDefault(type, Set.of());
        boolean block = type.equals("pending_block") || type.equals("unallocated_block");
        boolean known =
            fields.contains(field) || (block && byType.get("block_added").contains(field));
        assertTrue(known, command + ": " + type + " has unspecified " + field);
        JsonToken value = json.nextToken();
        if (field.equals("content_type")) {
          content = json.getText();
          assertTrue(byType.containsKey(content), command + ": unspecified " + content);
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

  private void checkContent(JsonParser json, String content, String command) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      assertTrue(byType.get(content).contains(field), command + ": " + content + " has " + field);
      json.nextToken();
      json.skipChildren();
    }
  }
}
