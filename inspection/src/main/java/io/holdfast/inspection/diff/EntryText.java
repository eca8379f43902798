package io.holdfast.inspection.diff;

import io.holdfast.inspection.Text;
import io.holdfast.inspection.payload.PayloadDecoder.Role;
import io.holdfast.inspection.payload.Payloads;
import java.nio.ByteBuffer;

/** Shows an encoded key or value of a state to people. */
@FunctionalInterface
public interface EntryText {
  /** The bytes as far as they are text. */
  EntryText PRINTABLE = (encoded, classes) -> Text.preview(encoded);

  /** By the structure of the bytes, or however else {@code payloads} shows values. */
  static EntryText of(Payloads payloads) {
    return (encoded, classes) -> payloads.values(classes).show(Role.VALUE, "", encoded);
  }

  /**
   * A short text in one line, in which nothing moves the cursor. Must not throw for any bytes.
   *
   * @param encoded a view that is valid only during the call
   * @param classes the class table that it is written with, as it stands in the log
   */
  String of(ByteBuffer encoded, String classes);
}
