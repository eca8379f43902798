package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/** For classes that are only named, by a lambda or a field of type Class: they have no objects. */
final class CodeSerializer extends Serializer<Object> {

  @Override
  public void write(Kryo kryo, Output output, Object object) {
    throw EncodeFault.unregistered(object.getClass());
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
    throw DecodeFault.damage("an object of " + type.getTypeName() + ", of which none was written");
  }
}
