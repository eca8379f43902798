package io.holdfast.inspection;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A piece of what a file holds, for people and for programs.
 *
 * @param type what it is; programs rely on it
 * @param words for people; may have several lines
 * @param fields for programs, in order: strings, numbers, booleans, lists and maps of them
 */
public record Content(String type, String words, Map<String, Object> fields) {
  public Content {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** Something that both need. */
  public static Content of(String type, String words) {
    return new Content(type, words, Map.of());
  }

  /** Something that only people need: headings, hints. */
  public static Content words(String words) {
    return new Content("", words, Map.of());
  }

  /** The same with another field, behind those that it has. */
  public Content with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(fields);
    more.put(name, value);
    return new Content(type, words, more);
  }
}
