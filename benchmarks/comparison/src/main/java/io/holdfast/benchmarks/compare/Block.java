package io.holdfast.benchmarks.compare;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One thing in a text of them. Each begins with {@code kind: name} at the left; indented lines
 * {@code key: value} belong to it. Empty lines and those that begin with {@code #} say nothing.
 *
 * @param line on which it begins
 */
record Block(String kind, String name, int line, Map<String, String> values) {

  /**
   * All of them in their order.
   *
   * @throws IllegalArgumentException if a line is neither
   */
  static List<Block> parse(String text) {
    List<Block> blocks = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      int colon = line.indexOf(':');
      boolean indented = line.startsWith(" ");
      if (colon < 0 || (indented && blocks.isEmpty())) {
        throw new IllegalArgumentException("line " + number + ": expected KEY: VALUE");
      }
      String key = line.substring(0, colon).trim();
      String value = line.substring(colon + 1).trim();
      if (!indented) {
        blocks.add(new Block(key, value, number, new LinkedHashMap<>()));
      } else if (blocks.get(blocks.size() - 1).values.put(key, value) != null) {
        throw new IllegalArgumentException("line " + number + ": '" + key + "' is there twice");
      }
    }
    return blocks;
  }

  /** A value that has to be there. */
  String get(String key) {
    String value = values.get(key);
    if (value == null) {
      throw wrong("has no '" + key + "'");
    }
    return value;
  }

  /** A value of words; none if it is not there. */
  List<String> words(String key) {
    String value = values.getOrDefault(key, "");
    return value.isEmpty() ? List.of() : List.of(value.split(" +"));
  }

  /** A value of names, each with a value of its own; none if it is not there. */
  Map<String, String> options(String key) {
    List<String> words = words(key);
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i += 2) {
      if (!words.get(i).startsWith("--") || i + 1 == words.size()) {
        throw wrong("has '" + key + "' that are not --NAME VALUE");
      }
      options.put(words.get(i), words.get(i + 1));
    }
    return options;
  }

  /** Refuses values that nobody reads. */
  void only(Collection<String> known) {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw wrong("has '" + key + "', which means nothing");
      }
    }
  }

  IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("line " + line + ": " + kind + " '" + name + "' " + what);
  }
}
