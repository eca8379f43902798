package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;

/** How the value of a field is written, by the field's type. The order is no part of the format. */
enum SlotForm {
  BOOLEAN(boolean.class),
  BYTE(byte.class),
  CHAR(char.class),
  SHORT(short.class),
  INT(int.class),
  LONG(long.class),
  FLOAT(float.class),
  DOUBLE(double.class),
  STRING(String.class),
  OBJECT(Object.class);

  private final Class<?> type;

  SlotForm(Class<?> type) {
    this.type = type;
  }

  static SlotForm of(Class<?> type) {
    for (SlotForm form : values()) {
      if (form.type == type) {
        return form;
      }
    }
    return OBJECT;
  }

  /** The form of a type that a class table names. */
  static SlotForm ofName(String typeName) {
    for (SlotForm form : values()) {
      if (form.type.getTypeName().equals(typeName)) {
        return form;
      }
    }
    return OBJECT;
  }

  /** The one type of the values of this form; Object if there are many. */
  Class<?> type() {
    return type;
  }

  /** Reads a value, boxed. */
  Object read(Kryo kryo, Input input) {
    return switch (this) {
      case BOOLEAN -> input.readBoolean();
      case BYTE -> input.readByte();
      case CHAR -> input.readChar();
      case SHORT -> input.readShort();
      case INT -> input.readVarInt(false);
      case LONG -> input.readVarLong(false);
      case FLOAT -> input.readFloat();
      case DOUBLE -> input.readDouble();
      case STRING -> input.readString();
      case OBJECT -> Parts.readPart(kryo, input);
    };
  }
}
