package io.holdfast.checkpoint.kryo;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How the objects of one class are written: the same slots in the same order make up the serializer
 * and the fingerprint, so the fingerprint cannot lie. Slots of a record stand as declared, those of
 * an object by class from the top down, by name within a class; transient and static fields are
 * left out.
 */
final class ClassShape {
  /** The kinds of shape. Their names in lower case are part of the table's format. */
  enum Kind {
    RECORD,
    FIELDS,
    ENUM,
    ARRAY,
    /** A class of which no object was written: it holds a lambda or is itself a value. */
    CODE
  }

  private final Kind kind;
  private final Class<?> type;
  private final List<Slot> slots;

  private ClassShape(Kind kind, Class<?> type, List<Slot> slots) {
    this.kind = kind;
    this.type = type;
    this.slots = slots;
  }

  Kind kind() {
    return kind;
  }

  Class<?> type() {
    return type;
  }

  List<Slot> slots() {
    return slots;
  }

  /** The shape of a class that is only named. */
  static ClassShape code(Class<?> type) {
    return new ClassShape(Kind.CODE, type, List.of());
  }

  /**
   * Looks at a class.
   *
   * @throws EncodeFault if its objects cannot be written faithfully, with the reason
   */
  static ClassShape of(Class<?> type) {
    if (type.isEnum()) {
      return new ClassShape(Kind.ENUM, type, List.of());
    }
    if (type.isArray()) {
      return new ClassShape(Kind.ARRAY, type, List.of());
    }
    ClassRules.check(type);
    List<Slot> slots = type.isRecord() ? components(type) : fields(type);
    try {
      slots.forEach(Slot::open);
    } catch (InaccessibleObjectException e) {
      throw new EncodeFault(
          type.getTypeName() + " cannot be written: its module does not open its package",
          "open the package to Holdfast in module-info.java",
          e);
    }
    return new ClassShape(type.isRecord() ? Kind.RECORD : Kind.FIELDS, type, slots);
  }

  private static List<Slot> components(Class<?> type) {
    List<Slot> slots = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      try {
        slots.add(new Slot(type.getDeclaredField(component.getName()), component.getName()));
      } catch (NoSuchFieldException e) {
        throw new IllegalStateException("A record without a field for its component", e);
      }
    }
    return slots;
  }

  private static List<Slot> fields(Class<?> type) {
    Deque<Class<?>> fromTheTop = new ArrayDeque<>();
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      fromTheTop.push(at);
    }
    List<Slot> slots = new ArrayList<>();
    for (Class<?> declaring : fromTheTop) {
      Field[] fields = declaring.getDeclaredFields();
      Arrays.sort(fields, Comparator.comparing(Field::getName));
      for (Field field : fields) {
        if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
          String prefix = declaring == type ? "" : declaring.getTypeName() + "#";
          slots.add(new Slot(field, prefix + field.getName()));
        }
      }
    }
    return slots;
  }

  /** One line of text without tabs; equal exactly when the written form is. */
  String fingerprint() {
    String name = kind.name().toLowerCase(Locale.ROOT);
    return switch (kind) {
      case RECORD, FIELDS ->
          slots.stream().map(Slot::describe).collect(Collectors.joining(",", name + "(", ")"));
      case ENUM, ARRAY, CODE -> name;
    };
  }
}
