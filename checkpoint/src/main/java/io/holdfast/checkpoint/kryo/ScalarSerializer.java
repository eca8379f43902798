package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Values without parts, written in at least one byte.
 *
 * @param <T> the value
 */
final class ScalarSerializer<T> extends Serializer<T> {
  private final BiConsumer<Output, T> writer;
  private final Function<BoundedInput, T> reader;

  ScalarSerializer(BiConsumer<Output, T> writer, Function<BoundedInput, T> reader) {
    this.writer = writer;
    this.reader = reader;
  }

  @Override
  public void write(Kryo kryo, Output output, T value) {
    writer.accept(output, value);
  }

  @Override
  public T read(Kryo kryo, Input input, Class<? extends T> type) {
    return reader.apply((BoundedInput) input);
  }
}
