package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;

/** Maps, by the rules of {@link ElementsSerializer}. */
final class EntriesSerializer extends Parts<Map<?, ?>> {

  /** How a map is made again; see {@link ElementsSerializer.Rebuild}. */
  interface Rebuild {
    boolean wholeOnly();

    Map<Object, Object> begin(int size, Comparator<Object> order);

    Map<?, ?> finish(Map<Object, Object> entries);
  }

  private final Rebuild rebuild;
  private final boolean ordered;

  EntriesSerializer(Rebuild rebuild, boolean ordered) {
    this.rebuild = rebuild;
    this.ordered = ordered;
  }

  @Override
  public void write(Kryo kryo, Output output, Map<?, ?> map) {
    enter(kryo, map);
    if (ordered) {
      Orders.write(kryo, output, ((SortedMap<?, ?>) map).comparator());
    }
    if (!rebuild.wholeOnly()) {
      leave(kryo);
    }
    // One snapshot, so that count and entries agree even if the map is changed meanwhile.
    Object[] entries = map.entrySet().toArray();
    output.writeVarInt(entries.length, true);
    for (Object entry : entries) {
      writeEntry(kryo, output, map, (Map.Entry<?, ?>) entry);
    }
    if (rebuild.wholeOnly()) {
      leave(kryo);
    }
  }

  static void writeEntry(Kryo kryo, Output output, Map<?, ?> map, Map.Entry<?, ?> entry) {
    Object key = entry.getKey();
    try {
      writePart(kryo, output, key);
    } catch (EncodeFault e) {
      throw e.at("a key of " + map.getClass().getTypeName());
    }
    try {
      writePart(kryo, output, entry.getValue());
    } catch (EncodeFault e) {
      throw e.at("value of key '" + key + "' in " + map.getClass().getTypeName());
    }
  }

  @Override
  public Map<?, ?> read(Kryo kryo, Input input, Class<? extends Map<?, ?>> type) {
    Comparator<Object> order = ordered ? Orders.read(kryo, input) : null;
    int size = readCount(input, 2);
    Map<Object, Object> entries = rebuild.begin(size, order);
    if (!rebuild.wholeOnly()) {
      kryo.reference(entries);
    }
    for (int i = 0; i < size; i++) {
      Object key = readPart(kryo, input);
      entries.put(key, readPart(kryo, input));
    }
    return rebuild.finish(entries);
  }
}
