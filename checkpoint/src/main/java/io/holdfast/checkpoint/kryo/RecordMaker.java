package io.holdfast.checkpoint.kryo;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** Makes records of one class by their canonical constructor. */
final class RecordMaker {
  private final Constructor<?> constructor;

  RecordMaker(Class<?> type) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      constructor = type.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("A record without its canonical constructor", e);
    }
    constructor.setAccessible(true);
  }

  /** A record of these components, in the order of their declaration. */
  Object make(Object[] components) {
    try {
      return constructor.newInstance(components);
    } catch (InvocationTargetException e) {
      throw DecodeFault.drift(
          "the constructor of record " + name() + " refused " + Arrays.toString(components),
          e.getCause());
    } catch (InstantiationException | IllegalAccessException e) {
      throw DecodeFault.drift("record " + name() + " cannot be made", e);
    }
  }

  private String name() {
    return constructor.getDeclaringClass().getTypeName();
  }
}
