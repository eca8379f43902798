package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/**
 * Reads over objects of a class that the job does not have any more, inside of fields that it does
 * not have any more either. Anywhere else they are refused.
 */
final class GoneSerializer extends Parts<Object> {
  /** Stands for what was read over. */
  static final Object SKIPPED = new Object();

  private final String className;
  private final StoredShape shape;

  GoneSerializer(String className, StoredShape shape) {
    this.className = className;
    this.shape = shape;
  }

  @Override
  public void write(Kryo kryo, Output output, Object object) {
    throw EncodeFault.unregistered(object.getClass());
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
    if (!((CodecKryo) kryo).isSkipping()) {
      throw DecodeFault.drift("an object of " + className + ", which is not registered", null);
    }
    switch (shape.kind()) {
      case RECORD, FIELDS -> fields(kryo, input);
      case ENUM -> input.readString();
      case ARRAY -> {
        for (int i = readCount(input, 1); i > 0; i--) {
          readPart(kryo, input);
        }
      }
      case CODE -> throw DecodeFault.damage("an object of " + className + ", which has none");
    }
    return SKIPPED;
  }

  private void fields(Kryo kryo, Input input) {
    if (shape.fields().isEmpty()) {
      input.readByte();
    }
    shape.fields().forEach(field -> field.form().read(kryo, input));
  }
}
