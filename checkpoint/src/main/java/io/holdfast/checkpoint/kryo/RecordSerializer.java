package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/** Records: read through their fields, made by their canonical constructor. */
final class RecordSerializer extends Parts<Object> {
  private final Slot[] slots;
  private final RecordMaker maker;

  RecordSerializer(ClassShape shape) {
    slots = shape.slots().toArray(new Slot[0]);
    maker = new RecordMaker(shape.type());
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
    return maker.make(values);
  }
}
