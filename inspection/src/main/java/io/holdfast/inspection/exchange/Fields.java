package io.holdfast.inspection.exchange;

import io.holdfast.ConfigurationException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The fields of a JSON object that somebody may have edited: each is asked for by name and type,
 * and what is missing or of another type is an error that names the line.
 */
final class Fields {
  private final Map<?, ?> values;
  private final String place;

  /**
   * @param place where it stands, for errors
   */
  Fields(Map<?, ?> values, String place) {
    this.values = values;
    this.place = place;
  }

  boolean has(String name) {
    return values.get(name) != null;
  }

  String text(String name) {
    return require(name, String.class, "a text");
  }

  String text(String name, String otherwise) {
    return has(name) ? text(name) : otherwise;
  }

  long number(String name) {
    Number number = require(name, Number.class, "a whole number");
    if (number instanceof Long || number instanceof Integer) {
      return number.longValue();
    }
    throw problem("field '" + name + "' is " + number + ", not a whole number of 64 bits");
  }

  long number(String name, long otherwise) {
    return has(name) ? number(name) : otherwise;
  }

  /** A number that is not negative. */
  long count(String name) {
    long number = number(name);
    if (number < 0) {
      throw problem("field '" + name + "' is " + number + ", which is below 0");
    }
    return number;
  }

  int integer(String name) {
    long number = number(name);
    if (number != (int) number) {
      throw problem("field '" + name + "' is " + number + ", not a whole number of 32 bits");
    }
    return (int) number;
  }

  boolean flag(String name) {
    return require(name, Boolean.class, "true or false");
  }

  /** Four bytes, written as up to eight hexadecimal digits. */
  int hex(String name) {
    String digits = text(name);
    try {
      return Integer.parseUnsignedInt(digits, 16);
    } catch (NumberFormatException e) {
      throw problem("field '" + name + "' is '" + digits + "', not 8 hexadecimal digits", e);
    }
  }

  byte[] base64(String name) {
    try {
      return Base64.getDecoder().decode(text(name));
    } catch (IllegalArgumentException e) {
      throw problem("field '" + name + "' is not Base64: " + e.getMessage(), e);
    }
  }

  UUID uuid(String name) {
    String text = text(name);
    try {
      UUID id = UUID.fromString(text);
      if (id.toString().equalsIgnoreCase(text)) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      throw problem("field '" + name + "' is '" + text + "', which is no UUID", e);
    }
    throw problem("field '" + name + "' is '" + text + "', which is no UUID");
  }

  <E extends Enum<E>> E constant(String name, Class<E> type) {
    String text = text(name);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(text)) {
        return constant;
      }
    }
    throw problem(
        "field '"
            + name
            + "' is '"
            + text
            + "', which is none of "
            + names(type.getEnumConstants()));
  }

  private static String names(Enum<?>[] constants) {
    List<String> names = new ArrayList<>();
    for (Enum<?> constant : constants) {
      names.add(constant.name());
    }
    return String.join(", ", names);
  }

  Fields object(String name) {
    return new Fields(require(name, Map.class, "an object"), place);
  }

  List<Fields> objects(String name) {
    List<Fields> objects = new ArrayList<>();
    for (Object element : list(name)) {
      if (!(element instanceof Map<?, ?> map)) {
        throw problem("field '" + name + "' must be a list of objects");
      }
      objects.add(new Fields(map, place));
    }
    return objects;
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object element : list(name)) {
      if (!(element instanceof String text)) {
        throw problem("field '" + name + "' must be a list of texts");
      }
      texts.add(text);
    }
    return texts;
  }

  List<?> list(String name) {
    return require(name, List.class, "a list");
  }

  /** Names with numbers, sorted. */
  Map<String, Long> numbers(String name) {
    Fields object = object(name);
    Map<String, Long> numbers = new TreeMap<>();
    for (Object key : object.values.keySet()) {
      numbers.put(String.valueOf(key), object.number(String.valueOf(key)));
    }
    return numbers;
  }

  private <T> T require(String name, Class<T> type, String words) {
    Object value = values.get(name);
    if (value == null) {
      throw problem("field '" + name + "' is missing; it must be " + words);
    } else if (!type.isInstance(value)) {
      throw problem("field '" + name + "' must be " + words);
    }
    return type.cast(value);
  }

  ConfigurationException problem(String why) {
    return problem(why, null);
  }

  ConfigurationException problem(String why, Throwable cause) {
    return new ConfigurationException(
        place + ": " + why + ". Correct the line, or export the original again.", cause);
  }

  /** A copy for those who write: fields in the order in which they are put. */
  static Map<String, Object> of(String name, Object value) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(name, value);
    return fields;
  }
}
