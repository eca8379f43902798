package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/** Objects of ordinary classes, field by field. */
final class FieldsSerializer extends Parts<Object> {
  private final Slot[] slots;
  private final Instantiation instantiation;

  FieldsSerializer(ClassShape shape) {
    slots = shape.slots().toArray(new Slot[0]);
    instantiation = new Instantiation(shape.type());
  }

  @Override
  public void write(Kryo kryo, Output output, Object object) {
    if (slots.length == 0) {
      output.writeByte(0);
    }
    for (Slot slot : slots) {
      slot.write(kryo, output, object);
    }
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
    Object object = instantiation.newInstance();
    kryo.reference(object);
    if (slots.length == 0) {
      input.readByte();
    }
    for (Slot slot : slots) {
      slot.readInto(kryo, input, object);
    }
    return object;
  }
}
