package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/**
 * What all serializers of composite objects share: writing a part with its class (one byte at
 * least, on which {@link BoundedInput#readCount} relies) and telling where it was when that fails.
 *
 * @param <T> the composite
 */
abstract class Parts<T> extends Serializer<T> {

  static void writePart(Kryo kryo, Output output, Object part) {
    if (kryo.getDepth() >= CodecKryo.LARGEST_DEPTH) {
      throw EncodeFault.tooDeep();
    }
    kryo.writeClassAndObject(output, part);
  }

  static Object readPart(Kryo kryo, Input input) {
    if (kryo.getDepth() >= CodecKryo.LARGEST_DEPTH) {
      throw DecodeFault.damage("objects nested more than " + CodecKryo.LARGEST_DEPTH + " deep");
    }
    return kryo.readClassAndObject(input);
  }

  static int readCount(Input input, int bytesEach) {
    return ((BoundedInput) input).readCount(bytesEach);
  }

  /** Parts written between this and {@link #leave} must not contain {@code whole}. */
  static void enter(Kryo kryo, Object whole) {
    ((CodecKryo) kryo).enter(whole);
  }

  static void leave(Kryo kryo) {
    ((CodecKryo) kryo).leave();
  }
}
