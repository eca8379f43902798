package io.holdfast.inspection.payload;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Turns bytes that only a user's code understands into text, for {@code --classpath}. Found by
 * {@link java.util.ServiceLoader}: name the class in {@code
 * META-INF/services/io.holdfast.inspection.payload.PayloadDecoder} and give it a constructor
 * without parameters.
 *
 * <p>Called by one thread at a time. Whatever it throws is shown in the place of the text and ends
 * nothing; it must not write to standard output.
 */
public interface PayloadDecoder {

  /** What some bytes are. */
  enum Role {
    /** A received record, in the bytes of its source. */
    RECORD,
    /** A key of a state. */
    KEY,
    /** A value of a state. */
    VALUE
  }

  /**
   * Decodes, if it can.
   *
   * @param role what the bytes are
   * @param name of the stream or state that they belong to
   * @param bytes read only; from position to limit
   * @return empty if these are not for this decoder; the next is asked then
   */
  Optional<String> decode(Role role, String name, ByteBuffer bytes);
}
