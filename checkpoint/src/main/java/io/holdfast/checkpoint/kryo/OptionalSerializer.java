package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Optional;

/** Optional: its value or null. */
final class OptionalSerializer extends Parts<Optional<?>> {

  @Override
  public void write(Kryo kryo, Output output, Optional<?> optional) {
    enter(kryo, optional);
    try {
      writePart(kryo, output, optional.orElse(null));
    } catch (EncodeFault e) {
      throw e.at("an Optional");
    }
    leave(kryo);
  }

  @Override
  public Optional<?> read(Kryo kryo, Input input, Class<? extends Optional<?>> type) {
    return Optional.ofNullable(readPart(kryo, input));
  }
}
