package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Field;

/**
 * One field of an object or component of a record. Primitives and strings are written bare, other
 * values with their class; no primitive is boxed on the way out.
 */
final class Slot {
  private final Field field;
  private final SlotForm form;
  private final String name;

  /**
   * @param name unique in its class, part of the fingerprint
   */
  Slot(Field field, String name) {
    this.field = field;
    this.form = SlotForm.of(field.getType());
    this.name = name;
  }

  String name() {
    return name;
  }

  Class<?> type() {
    return field.getType();
  }

  /** {@code name:type}, as it stands in the class table. */
  String describe() {
    return name + ":" + field.getType().getTypeName();
  }

  void open() {
    field.setAccessible(true);
  }

  void write(Kryo kryo, Output output, Object owner) {
    try {
      switch (form) {
        case BOOLEAN -> output.writeBoolean(field.getBoolean(owner));
        case BYTE -> output.writeByte(field.getByte(owner));
        case CHAR -> output.writeChar(field.getChar(owner));
        case SHORT -> output.writeShort(field.getShort(owner));
        case INT -> output.writeVarInt(field.getInt(owner), false);
        case LONG -> output.writeVarLong(field.getLong(owner), false);
        case FLOAT -> output.writeFloat(field.getFloat(owner));
        case DOUBLE -> output.writeDouble(field.getDouble(owner));
        case STRING -> output.writeString((String) field.get(owner));
        case OBJECT -> Parts.writePart(kryo, output, field.get(owner));
      }
    } catch (EncodeFault e) {
      throw e.at(where());
    } catch (IllegalAccessException e) {
      throw new EncodeFault("its " + where() + " cannot be read", "make it transient", e);
    }
  }

  /** Reads the value, boxed. */
  Object read(Kryo kryo, Input input) {
    Object value = form.read(kryo, input);
    return form == SlotForm.OBJECT ? checked(value) : value;
  }

  /** Reads the value into the field. */
  void readInto(Kryo kryo, Input input, Object owner) {
    try {
      switch (form) {
        case INT -> field.setInt(owner, input.readVarInt(false));
        case LONG -> field.setLong(owner, input.readVarLong(false));
        case DOUBLE -> field.setDouble(owner, input.readDouble());
        default -> field.set(owner, read(kryo, input));
      }
    } catch (IllegalAccessException e) {
      throw notSettable(e);
    }
  }

  /** Sets the field to a value of its type, boxed. */
  void set(Object owner, Object value) {
    try {
      field.set(owner, value);
    } catch (IllegalAccessException e) {
      throw notSettable(e);
    }
  }

  private DecodeFault notSettable(IllegalAccessException cause) {
    return DecodeFault.drift(where() + " cannot be set", cause);
  }

  private Object checked(Object value) {
    if (value == GoneSerializer.SKIPPED) {
      return null;
    }
    if (value != null && !field.getType().isInstance(value)) {
      throw DecodeFault.damage(
          "a " + value.getClass().getTypeName() + " in " + where() + ", where none can be");
    }
    return value;
  }

  String where() {
    return "field '" + field.getName() + "' of " + field.getDeclaringClass().getTypeName();
  }
}
