package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Comparator;

/** The comparators of sorted collections, null for the natural order. */
final class Orders {
  private Orders() {}

  static void write(Kryo kryo, Output output, Comparator<?> order) {
    try {
      Parts.writePart(kryo, output, order);
    } catch (EncodeFault e) {
      throw e.at("comparator of a sorted collection");
    }
  }

  @SuppressWarnings("unchecked") // what the collection accepted when it was written
  static Comparator<Object> read(Kryo kryo, Input input) {
    Object order = Parts.readPart(kryo, input);
    if (order != null && !(order instanceof Comparator<?>)) {
      throw DecodeFault.damage("a " + order.getClass().getTypeName() + " as comparator");
    }
    return (Comparator<Object>) order;
  }
}
