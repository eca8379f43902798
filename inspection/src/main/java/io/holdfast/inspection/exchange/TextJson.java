package io.holdfast.inspection.exchange;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Bytes as text where they are text, and as Base64 where they are not. */
final class TextJson {
  private TextJson() {}

  /** The bytes as UTF-8; empty if the text would give other bytes. */
  static Optional<String> text(ByteBuffer bytes) {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate());
      return Optional.of(text.toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  static String base64(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return Base64.getEncoder().encodeToString(copy);
  }

  /** An object that has the bytes and no other meaning. */
  static Map<String, Object> content(ByteBuffer bytes) {
    Map<String, Object> fields = new LinkedHashMap<>();
    Optional<String> text = text(bytes);
    fields.put("type", text.isPresent() ? "text" : "bytes");
    fields.put(text.isPresent() ? "text" : "base64", text.orElseGet(() -> base64(bytes)));
    return fields;
  }

  /** A text alone, or an object with Base64. */
  static Object element(ByteBuffer bytes) {
    Optional<String> text = text(bytes);
    return text.isPresent() ? text.get() : Map.of("base64", base64(bytes));
  }

  /** What {@link #element} has made of bytes. */
  static byte[] element(Object element, Fields of) {
    if (element instanceof String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    } else if (element instanceof Map<?, ?> map && map.get("base64") instanceof String text) {
      try {
        return Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        throw of.problem("a record's base64 is none: " + e.getMessage(), e);
      }
    }
    throw of.problem("a record is neither a text nor an object with 'base64'");
  }
}
