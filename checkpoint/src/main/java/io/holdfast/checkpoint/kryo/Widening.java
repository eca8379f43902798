package io.holdfast.checkpoint.kryo;

import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.List;
import java.util.Map;

/**
 * Which values of one type stand for the same value of another: numbers of a wider type (a subset
 * of the Java Language Specification, 5.1.2: those conversions that lose nothing), the box of a
 * primitive and back.
 */
final class Widening {
  private static final Map<Class<?>, List<Class<?>>> WIDER =
      Map.of(
          byte.class, List.of(short.class, int.class, long.class, float.class, double.class),
          short.class, List.of(int.class, long.class, float.class, double.class),
          char.class, List.of(int.class, long.class, float.class, double.class),
          int.class, List.of(long.class, double.class),
          float.class, List.of(double.class));

  private Widening() {}

  /**
   * Whether values of a form may become values of a type. For references it depends on the value.
   */
  static boolean allows(SlotForm from, Class<?> to) {
    if (!from.type().isPrimitive()) {
      return true;
    }
    Class<?> target = MethodType.methodType(to).unwrap().returnType();
    return target == from.type()
        || WIDER.getOrDefault(from.type(), List.of()).contains(target)
        || (!to.isPrimitive() && to.isAssignableFrom(box(from.type())));
  }

  /**
   * The value as one of a type that its form {@linkplain #allows}.
   *
   * @throws DecodeFault if it is none
   */
  static Object convert(Object value, Class<?> to, String where) {
    Class<?> boxed = box(to);
    if (boxed.isInstance(value) || (value == null && !to.isPrimitive())) {
      return value;
    }
    Class<?> target = MethodType.methodType(to).unwrap().returnType();
    if (value != null && target.isPrimitive()) {
      Class<?> from = MethodType.methodType(value.getClass()).unwrap().returnType();
      if (WIDER.getOrDefault(from, List.of()).contains(target)) {
        return wider(value, target);
      }
    }
    throw DecodeFault.drift(
        (value == null ? "no value" : "a " + value.getClass().getTypeName())
            + " is stored for "
            + where
            + ", which is a "
            + to.getTypeName()
            + " now",
        null);
  }

  /** The value that a new field of a type has: 0, false or null. */
  static Object nothing(Class<?> type) {
    return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
  }

  private static Object wider(Object value, Class<?> target) {
    Object one = Array.newInstance(target, 1);
    // An element takes any value that a widening conversion makes one of its type.
    Array.set(one, 0, value);
    return Array.get(one, 0);
  }

  private static Class<?> box(Class<?> type) {
    return MethodType.methodType(type).wrap().returnType();
  }
}
