package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.io.Input;
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
      replace(kryo, id, new Members(Kind.ELEMENTS, false));
    }
    for (int id : ORDERED_ELEMENTS) {
      replace(kryo, id, new Members(Kind.ELEMENTS, true));
    }
    for (int id : ENTRIES) {
      replace(kryo, id, new Members(Kind.ENTRIES, false));
    }
    for (int id : ORDERED_ENTRIES) {
      replace(kryo, id, new Members(Kind.ENTRIES, true));
    }
    replace(kryo, ENUM_MAP, new EnumEntries(names));
    replace(kryo, ENUM_SET, new EnumConstants(names));
    replace(kryo, OPTIONAL, new Value());
    replace(kryo, CLASS, new ClassName(names));
    replace(kryo, LAMBDA, new Lambda(names));
  }

  private static void replace(CodecKryo kryo, int id, Reading reading) {
    Registration known = kryo.getRegistration(id);
    kryo.addAs(id, known.getType(), reading);
  }

  /** Collections and maps: an order perhaps, a count, the members. */
  private static final class Members extends Reading {
    private final Kind kind;
    private final boolean ordered;

    Members(Kind kind, boolean ordered) {
      this.kind = kind;
      this.ordered = ordered;
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<?> type) {
      Structure members = begin(kryo, kind, type.getName(), "");
      if (ordered) {
        Object order = Parts.readPart(kryo, input);
        if (order != null) {
          members.add("order", order);
        }
      }
      int each = kind == Kind.ENTRIES ? 2 : 1;
      parts(kryo, input, members, each * Parts.readCount(input, each));
      return members;
    }
  }

  /** EnumMaps: the enum, a count, the entries. */
  private static final class EnumEntries extends Reading {
    private final Names names;

    EnumEntries(Names names) {
      this.names = names;
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<?> type) {
      Structure map = begin(kryo, Kind.ENTRIES, type.getName(), names.read(kryo, input));
      parts(kryo, input, map, 2 * Parts.readCount(input, 2));
      return map;
    }
  }

  /** EnumSets: the enum, a count, the names of the constants. */
  private static final class EnumConstants extends Reading {
    private final Names names;

    EnumConstants(Names names) {
      this.names = names;
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<?> type) {
      String constants = names.read(kryo, input);
      Structure set = begin(kryo, Kind.ELEMENTS, type.getName(), constants);
      for (int left = Parts.readCount(input, 1); left > 0; left--) {
        set.add("", Structure.value(constants, String.valueOf(input.readString())));
      }
      return set;
    }
  }

  /** Optionals. */
  private static final class Value extends Reading {
    @Override
    public Object read(Kryo kryo, Input input, Class<?> type) {
      Structure optional = begin(kryo, Kind.ELEMENTS, type.getName(), "");
      Object value = Parts.readPart(kryo, input);
      if (value != null) {
        optional.add("", value);
      }
      return optional;
    }
  }

  /** Classes as values. */
  private static final class ClassName extends Reading {
    private final Names names;

    ClassName(Names names) {
      this.names = names;
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<?> type) {
      boolean primitive = input.readBoolean();
      String name = names.read(kryo, input);
      return Structure.value(
          Class.class.getName(), primitive ? name : BOXES.getOrDefault(name, name));
    }
  }

  /** Lambdas and method references. */
  private static final class Lambda extends Reading {
    private final Names names;

    Lambda(Names names) {
      this.names = names;
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<?> type) {
      String capturing = names.read(kryo, input);
      String function = String.valueOf(input.readString()).replace('/', '.');
      input.readString();
      input.readString();
      input.readVarInt(true);
      String home = String.valueOf(input.readString()).replace('/', '.');
      String method = home + "." + input.readString() + input.readString();
      input.readString();
      String text = home.equals(capturing) ? method : method + " in " + capturing;
      Structure lambda = begin(kryo, Kind.LAMBDA, function, text);
      parts(kryo, input, lambda, Parts.readCount(input, 1));
      return lambda;
    }
  }
}
