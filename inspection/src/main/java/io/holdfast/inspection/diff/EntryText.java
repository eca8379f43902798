package io.holdfast.inspection.diff;

import io.holdfast.inspection.Text;
import java.nio.ByteBuffer;

/**
 * Shows an encoded key or value of a state to people. The one place where a decoder is plugged in
 * that knows more of the encoding.
 */
@FunctionalInterface
public interface EntryText {
  /** The bytes as far as they are text. */
  EntryText PRINTABLE = (encoded, classes) -> Text.preview(encoded);

  /**
   * A short text in one line, in which nothing moves the cursor. Must not throw for any bytes.
   *
   * @param encoded a view that is valid only during the call
   * @param classes the class table that it is written with, as it stands in the log
   */
  String of(ByteBuffer encoded, String classes);
}
