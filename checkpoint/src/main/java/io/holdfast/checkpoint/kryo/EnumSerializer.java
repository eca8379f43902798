package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.HashMap;
import java.util.Map;

/** Enum constants by name: constants may be added and moved, but not renamed. */
final class EnumSerializer extends Serializer<Enum<?>> {
  private final Map<String, Enum<?>> constants = new HashMap<>();
  private final String name;

  EnumSerializer(Class<?> type) {
    name = type.getTypeName();
    for (Object constant : type.getEnumConstants()) {
      constants.put(((Enum<?>) constant).name(), (Enum<?>) constant);
    }
  }

  @Override
  public void write(Kryo kryo, Output output, Enum<?> constant) {
    output.writeString(constant.name());
  }

  @Override
  public Enum<?> read(Kryo kryo, Input input, Class<? extends Enum<?>> type) {
    String constant = input.readString();
    Enum<?> found = constants.get(constant);
    if (found == null) {
      throw DecodeFault.drift("enum " + name + " has no constant '" + constant + "'", null);
    }
    return found;
  }
}
