package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.EnumMap;
import java.util.Map;

/** EnumMaps: the enum, then the entries. */
@SuppressWarnings({"rawtypes", "unchecked"}) // the enum is only known at run time
final class EnumMapSerializer extends Parts<EnumMap> {

  /** An enum that no other EnumMap has for its keys. */
  private enum Probe {
    KEY
  }

  @Override
  public void write(Kryo kryo, Output output, EnumMap map) {
    ((CodecKryo) kryo).writeObjectClass(output, keyType((CodecKryo) kryo, map));
    Object[] entries = map.entrySet().toArray();
    output.writeVarInt(entries.length, true);
    for (Object entry : entries) {
      EntriesSerializer.writeEntry(kryo, output, map, (Map.Entry<?, ?>) entry);
    }
  }

  @Override
  public EnumMap read(Kryo kryo, Input input, Class<? extends EnumMap> type) {
    EnumMap map = new EnumMap(((CodecKryo) kryo).readEnumClass(input));
    kryo.reference(map);
    int size = readCount(input, 2);
    for (int i = 0; i < size; i++) {
      Object key = readPart(kryo, input);
      map.put((Enum) key, readPart(kryo, input));
    }
    return map;
  }

  private static Class<?> keyType(CodecKryo kryo, EnumMap map) {
    if (!map.isEmpty()) {
      return ((Enum<?>) map.keySet().iterator().next()).getDeclaringClass();
    }
    // An empty map says what its keys are only when it refuses one.
    try {
      map.clone().put(Probe.KEY, null);
      return Probe.class;
    } catch (ClassCastException refusal) {
      String message = String.valueOf(refusal.getMessage());
      String name = message.substring(message.lastIndexOf(' ') + 1);
      return kryo.enumNamed(name)
          .orElseThrow(
              () ->
                  new EncodeFault(
                      "an empty EnumMap whose key class cannot be found out (" + name + ")",
                      "register the enum, leave the field null while the map is empty, or use a"
                          + " HashMap"));
    }
  }
}
