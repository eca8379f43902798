package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.io.Input;
import io.holdfast.checkpoint.kryo.Structure.Kind;
import io.holdfast.checkpoint.kryo.StructureDecoder.Names;
import io.holdfast.checkpoint.kryo.StructureDecoder.Reading;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Structures in place of what would call the job's code or make its classes: everything of the JDK
 * that has parts, classes and lambdas, under the ids of {@link BasicCollections} and {@link
 * BasicScalars}.
 */
final class BasicStructures {
  private static final int[] ELEMENTS = {
    19, 20, 21, 22, 23, 24, 27, 28, 40, 41, 43, 44, 45, 50, 51, 53, 56, 57
  };
  private static final int[] ORDERED_ELEMENTS = {25, 26, 29, 54};
  private static final int[] ENTRIES = {30, 31, 33, 42, 46, 52, 58};
  private static final int[] ORDERED_ENTRIES = {32, 34, 55};
  private static final int ENUM_MAP = 35;
  private static final int ENUM_SET = 36;
  private static final int OPTIONAL = 60;
  private static final int CLASS = 98;
  private static final int LAMBDA = 99;

  /** A primitive and its box share an id, under the name of the primitive. */
  private static final Map<String, String> BOXES =
      Stream.of(
              boolean.class,
              byte.class,
              char.class,
              short.class,
              int.class,
              long.class,
              float.class,
              double.class,
              void.class)
          .collect(
              Collectors.toMap(
                  Class::getName,
                  type -> MethodType.methodType(type).wrap().returnType().getName()));

  private BasicStructures() {}

  static void pin(CodecKryo kryo, Names names) {
    for (int id : ELEMENTS) {
      replace(kryo, id, (k, in, type) -> members(k, in, type, Kind.ELEMENTS, false));
    }
    for (int id : ORDERED_ELEMENTS) {
      replace(kryo, id, (k, in, type) -> members(k, in, type, Kind.ELEMENTS, true));
    }
    for (int id : ENTRIES) {
      replace(kryo, id, (k, in, type) -> members(k, in, type, Kind.ENTRIES, false));
    }
    for (int id : ORDERED_ENTRIES) {
      replace(kryo, id, (k, in, type) -> members(k, in, type, Kind.ENTRIES, true));
    }
    replace(kryo, ENUM_MAP, (k, in, type) -> enumEntries(k, in, type, names));
    replace(kryo, ENUM_SET, (k, in, type) -> enumConstants(k, in, type, names));
    replace(kryo, OPTIONAL, BasicStructures::optional);
    replace(kryo, CLASS, (k, in, type) -> className(k, in, names));
    replace(kryo, LAMBDA, (k, in, type) -> lambda(k, in, names));
  }

  private static void replace(CodecKryo kryo, int id, Reading.Body body) {
    Registration known = kryo.getRegistration(id);
    kryo.addAs(id, known.getType(), new Reading(body));
  }

  /** Collections and maps: an order perhaps, a count, the members. */
  private static Structure members(
      Kryo kryo, Input input, Class<?> type, Kind kind, boolean ordered) {
    Structure members = Reading.begin(kryo, kind, type.getName(), "");
    if (ordered) {
      Object order = Parts.readPart(kryo, input);
      if (order != null) {
        members.add("order", order);
      }
    }
    int each = kind == Kind.ENTRIES ? 2 : 1;
    Reading.parts(kryo, input, members, each * Parts.readCount(input, each));
    return members;
  }

  /** EnumMaps: the enum, a count, the entries. */
  private static Structure enumEntries(Kryo kryo, Input input, Class<?> type, Names names) {
    Structure map = Reading.begin(kryo, Kind.ENTRIES, type.getName(), names.read(kryo, input));
    Reading.parts(kryo, input, map, 2 * Parts.readCount(input, 2));
    return map;
  }

  /** EnumSets: the enum, a count, the names of the constants. */
  private static Structure enumConstants(Kryo kryo, Input input, Class<?> type, Names names) {
    String constants = names.read(kryo, input);
    Structure set = Reading.begin(kryo, Kind.ELEMENTS, type.getName(), constants);
    for (int left = Parts.readCount(input, 1); left > 0; left--) {
      set.add("", Structure.value(constants, String.valueOf(input.readString())));
    }
    return set;
  }

  private static Structure optional(Kryo kryo, Input input, Class<?> type) {
    Structure optional = Reading.begin(kryo, Kind.ELEMENTS, type.getName(), "");
    Object value = Parts.readPart(kryo, input);
    if (value != null) {
      optional.add("", value);
    }
    return optional;
  }

  /** Classes as values. */
  private static Structure className(Kryo kryo, Input input, Names names) {
    boolean primitive = input.readBoolean();
    String name = names.read(kryo, input);
    String boxed = BOXES.getOrDefault(name, name);
    return Structure.value(Class.class.getName(), primitive ? name : boxed);
  }

  /** Lambdas and method references. */
  private static Structure lambda(Kryo kryo, Input input, Names names) {
    String capturing = names.read(kryo, input);
    String function = String.valueOf(input.readString()).replace('/', '.');
    input.readString();
    input.readString();
    input.readVarInt(true);
    String home = String.valueOf(input.readString()).replace('/', '.');
    String method = home + "." + input.readString() + input.readString();
    input.readString();
    String text = home.equals(capturing) ? method : method + " in " + capturing;
    Structure lambda = Reading.begin(kryo, Kind.LAMBDA, function, text);
    Reading.parts(kryo, input, lambda, Parts.readCount(input, 1));
    return lambda;
  }
}
