package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** Records: read through their fields, made by their canonical constructor. */
final class RecordSerializer extends Parts<Object> {
  private final Slot[] slots;
  private final Constructor<?> constructor;

  RecordSerializer(ClassShape shape) {
    slots = shape.slots().toArray(new Slot[0]);
    Class<?>[] types =
        Arrays.stream(shape.type().getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      constructor = shape.type().getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("A record without its canonical constructor", e);
    }
    constructor.setAccessible(true);
  }

  @Override
  public void write(Kryo kryo, Output output, Object object) {
    if (slots.length == 0) {
      output.writeByte(0);
    }
    enter(kryo, object);
    for (Slot slot : slots) {
      slot.write(kryo, output, object);
    }
    leave(kryo);
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
    if (slots.length == 0) {
      input.readByte();
    }
    Object[] values = new Object[slots.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = slots[i].read(kryo, input);
    }
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw DecodeFault.drift(
          "the constructor of record " + name() + " refused " + Arrays.toString(values),
          e.getCause());
    } catch (InstantiationException | IllegalAccessException e) {
      throw DecodeFault.drift("record " + name() + " cannot be made", e);
    }
  }

  private String name() {
    return constructor.getDeclaringClass().getTypeName();
  }
}
