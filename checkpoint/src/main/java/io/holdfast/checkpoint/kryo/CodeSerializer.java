package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

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
