package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Array;

/** Arrays of objects. */
final class ArraySerializer extends Parts<Object[]> {
  private final Class<?> component;

  ArraySerializer(Class<?> arrayType) {
    component = arrayType.getComponentType();
  }

  @Override
  public void write(Kryo kryo, Output output, Object[] array) {
    output.writeVarInt(array.length, true);
    for (int i = 0; i < array.length; i++) {
      try {
        writePart(kryo, output, array[i]);
      } catch (EncodeFault e) {
        throw e.at("element " + i + " of " + array.getClass().getTypeName());
      }
    }
  }

  @Override
  public Object[] read(Kryo kryo, Input input, Class<? extends Object[]> type) {
    Object[] array = (Object[]) Array.newInstance(component, readCount(input, 1));
    kryo.reference(array);
    for (int i = 0; i < array.length; i++) {
      array[i] = readPart(kryo, input);
    }
    return array;
  }
}
