package io.holdfast.tools.inspect;

import io.holdfast.inspection.payload.PayloadDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Decodes records of one stream in capitals, and fails at some. */
public final class ShoutingDecoder implements PayloadDecoder {
  @Override
  public Optional<String> decode(Role role, String name, ByteBuffer bytes) {
    if (role != Role.RECORD || !name.equals("lines")) {
      return Optional.empty();
    }
    String text = StandardCharsets.UTF_8.decode(bytes).toString();
    if (text.endsWith("56")) {
      throw new IllegalStateException("56 is too much");
    }
    return Optional.of(text.toUpperCase(Locale.ROOT));
  }
}
