package io.holdfast.checkpoint.kryo;

import io.holdfast.DamageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How objects of a class were written, as the fingerprint in a class table tells it; the class need
 * not exist any more.
 *
 * @param fields of records and ordinary objects, in the order in which they were written
 */
record StoredShape(ClassShape.Kind kind, List<Field> fields) {

  /**
   * A field as it was.
   *
   * @param name unique in its class
   * @param type its declared type
   */
  record Field(String name, String type) {
    SlotForm form() {
      return SlotForm.ofName(type);
    }
  }

  /** Whether its objects consist of named fields. */
  boolean hasFields() {
    return hasFields(kind);
  }

  static boolean hasFields(ClassShape.Kind kind) {
    return kind == ClassShape.Kind.RECORD || kind == ClassShape.Kind.FIELDS;
  }

  /**
   * Reads a fingerprint.
   *
   * @throws DamageException if no version writes one like this
   */
  static StoredShape parse(String fingerprint) {
    int open = fingerprint.indexOf('(');
    ClassShape.Kind kind = kind(open < 0 ? fingerprint : fingerprint.substring(0, open));
    if (kind == null || hasFields(kind) != (open > 0 && fingerprint.endsWith(")"))) {
      throw malformed(fingerprint);
    }
    return new StoredShape(kind, open < 0 ? List.of() : fields(fingerprint, open));
  }

  private static List<Field> fields(String fingerprint, int open) {
    String inside = fingerprint.substring(open + 1, fingerprint.length() - 1);
    List<Field> fields = new ArrayList<>();
    if (inside.isEmpty()) {
      return fields;
    }
    for (String field : inside.split(",", -1)) {
      int colon = field.indexOf(':');
      if (colon < 1 || colon == field.length() - 1) {
        throw malformed(fingerprint);
      }
      fields.add(new Field(field.substring(0, colon), field.substring(colon + 1)));
    }
    return fields;
  }

  private static ClassShape.Kind kind(String name) {
    for (ClassShape.Kind kind : ClassShape.Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
        return kind;
      }
    }
    return null;
  }

  private static DamageException malformed(String fingerprint) {
    return new DamageException(
        "The class table has the fingerprint '" + fingerprint + "', which is none. Use a copy.");
  }
}
