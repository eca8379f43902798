package io.holdfast.sink;

import io.holdfast.DamageException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strings as UTF-8, to the letter: what cannot be written so is refused, not replaced. */
record StringCodec() implements RowCodec<String> {
  static final RowCodec<String> INSTANCE = new StringCodec();

  @Override
  public String name() {
    return "utf8";
  }

  @Override
  public byte[] encode(String row) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(row));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "A row has half of a surrogate pair and cannot be written as UTF-8: '"
              + row
              + "'. Keep pairs together, or write bytes.",
          e);
    }
  }

  @Override
  public String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new DamageException(
          "A row is not UTF-8, though its checksum is right. It was written by a faulty version.",
          e);
    }
  }
}
