package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Objects of which the JDK has exactly one, by their place in this list, which only grows. */
final class JdkSingletons extends Serializer<Object> {
  private static final List<Object> ALL =
      List.of(
          Collections.emptyList(),
          Collections.emptySet(),
          Collections.emptyMap(),
          Comparator.naturalOrder(),
          Collections.reverseOrder(),
          String.CASE_INSENSITIVE_ORDER);

  /** Stands for all of them in the registration. */
  static final class Marker {
    private Marker() {}
  }

  /** Whether there is one of that class; some of them are enums. */
  static boolean contain(Class<?> type) {
    for (Object object : ALL) {
      if (object.getClass() == type) {
        return true;
      }
    }
    return false;
  }

  static Class<?>[] classes() {
    return ALL.stream().map(Object::getClass).toArray(Class<?>[]::new);
  }

  @Override
  public void write(Kryo kryo, Output output, Object object) {
    for (int i = 0; i < ALL.size(); i++) {
      if (ALL.get(i) == object) {
        output.writeByte(i);
        return;
      }
    }
    throw new EncodeFault(
        "a second " + object.getClass().getTypeName() + ", which the JDK does not make",
        "use the JDK's own");
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
    int index = input.readByteUnsigned();
    if (index >= ALL.size()) {
      throw DecodeFault.damage("singleton number " + index + " of " + ALL.size());
    }
    return ALL.get(index);
  }
}
