package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Array;

/** Arrays of primitives and strings, ids 10 to 18: the length, then elements of fixed size. */
final class BasicArrays {
  private BasicArrays() {}

  static void pin(CodecKryo kryo) {
    kryo.pin(10, byte[].class, of(Byte.BYTES, Output::writeBytes, BoundedInput::readBytes));
    kryo.pin(11, short[].class, of(Short.BYTES, Output::writeShorts, BoundedInput::readShorts));
    kryo.pin(12, int[].class, of(Integer.BYTES, Output::writeInts, BoundedInput::readInts));
    kryo.pin(13, long[].class, of(Long.BYTES, Output::writeLongs, BoundedInput::readLongs));
    kryo.pin(14, float[].class, of(Float.BYTES, Output::writeFloats, BoundedInput::readFloats));
    kryo.pin(15, double[].class, of(Double.BYTES, Output::writeDoubles, BoundedInput::readDoubles));
    kryo.pin(
        16, boolean[].class, of(Byte.BYTES, Output::writeBooleans, BoundedInput::readBooleans));
    kryo.pin(17, char[].class, of(Character.BYTES, Output::writeChars, BoundedInput::readChars));
    kryo.pin(18, String[].class, of(Byte.BYTES, BasicArrays::write, BasicArrays::read));
  }

  private interface Writer<A> {
    void write(Output output, A array, int offset, int length);
  }

  private interface Reader<A> {
    A read(BoundedInput input, int length);
  }

  private static <A> ScalarSerializer<A> of(int bytesEach, Writer<A> writer, Reader<A> reader) {
    return new ScalarSerializer<>(
        (output, array) -> {
          int length = Array.getLength(array);
          output.writeVarInt(length, true);
          writer.write(output, array, 0, length);
        },
        input -> reader.read(input, input.readCount(bytesEach)));
  }

  private static void write(Output output, String[] array, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      output.writeString(array[i]);
    }
  }

  private static String[] read(BoundedInput input, int length) {
    String[] strings = new String[length];
    for (int i = 0; i < length; i++) {
      strings[i] = input.readString();
    }
    return strings;
  }
}
