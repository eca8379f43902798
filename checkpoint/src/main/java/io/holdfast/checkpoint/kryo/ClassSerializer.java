package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.invoke.MethodType;

/** Classes as values, by their registered id. */
final class ClassSerializer extends Serializer<Class<?>> {

  @Override
  public void write(Kryo kryo, Output output, Class<?> type) {
    output.writeBoolean(type.isPrimitive());
    ((CodecKryo) kryo).writeClassName(output, type);
  }

  @Override
  public Class<?> read(Kryo kryo, Input input, Class<? extends Class<?>> type) {
    boolean primitive = input.readBoolean();
    Registration found = kryo.readClass(input);
    if (found == null) {
      throw DecodeFault.damage("no class where one must be");
    }
    // A primitive and its box share an id.
    Class<?> named = found.getType();
    return primitive ? named : MethodType.methodType(named).wrap().returnType();
  }
}
