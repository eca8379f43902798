package io.holdfast.inspection.rehearsal;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Rows of an output as text by which those of two runs can be compared: what an object calls
 * itself, and where that is only a name of its place in memory, its fields.
 */
final class RowWords {
  private static final int DEEPEST = 8;

  private RowWords() {}

  /** The row in one line. */
  static String of(Object row) {
    return oneLine(words(row, 0));
  }

  /** A text in one line, and still different from every other text. */
  static String oneLine(String text) {
    return text.indexOf('\n') < 0 && text.indexOf('\r') < 0 && text.indexOf('\\') < 0
        ? text
        : text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  private static String words(Object value, int depth) {
    if (value == null || depth > DEEPEST) {
      return String.valueOf(value == null ? null : "...");
    }
    Class<?> type = value.getClass();
    if (type.isArray()) {
      StringJoiner elements = new StringJoiner(", ", "[", "]");
      for (int i = 0; i < Array.getLength(value); i++) {
        elements.add(words(Array.get(value, i), depth + 1));
      }
      return elements.toString();
    } else if (value instanceof Map<?, ?> map) {
      List<String> entries = new ArrayList<>();
      map.forEach((k, v) -> entries.add(words(k, depth + 1) + "=" + words(v, depth + 1)));
      entries.sort(null);
      return "{" + String.join(", ", entries) + "}";
    } else if (value instanceof Iterable<?> several) {
      StringJoiner elements = new StringJoiner(", ", "[", "]");
      several.forEach(element -> elements.add(words(element, depth + 1)));
      return elements.toString();
    } else if (value instanceof Optional<?> optional) {
      return optional
          .map(some -> "Optional[" + words(some, depth + 1) + "]")
          .orElse("Optional.empty");
    }
    return hasOwnWords(type) ? String.valueOf(value) : fields(value, type, depth);
  }

  /** Whether its text is no address; a record's own text may hold those of its components. */
  private static boolean hasOwnWords(Class<?> type) {
    try {
      Class<?> owner = type.getMethod("toString").getDeclaringClass();
      return owner != Object.class && !(type.isRecord() && hasArraysOrObjects(type));
    } catch (NoSuchMethodException e) {
      return true;
    }
  }

  private static boolean hasArraysOrObjects(Class<?> record) {
    for (RecordComponent component : record.getRecordComponents()) {
      Class<?> type = component.getType();
      if (!type.isPrimitive() && type != String.class && !Number.class.isAssignableFrom(type)) {
        return true;
      }
    }
    return false;
  }

  private static String fields(Object value, Class<?> type, int depth) {
    StringJoiner fields = new StringJoiner(", ", type.getSimpleName() + "[", "]");
    for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          fields.add(field.getName() + "=" + field(field, value, depth));
        }
      }
    }
    return fields.toString();
  }

  private static String field(Field field, Object value, int depth) {
    try {
      field.setAccessible(true);
      return words(field.get(value), depth + 1);
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      return "?";
    }
  }
}
