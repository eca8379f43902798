package io.holdfast.inspection.ruler;

import io.holdfast.DamageException;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Text;
import io.holdfast.wal.FieldReader;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Goes along some bytes field by field and hands out each in hex with its meaning. Reads the fields
 * as the formats have them: little-endian numbers, varints, strings behind their length. Used by
 * one thread.
 */
public final class HexRuler {
  private static final int BYTES_PER_LINE = 16;
  private static final String INDENT = "    ";
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private final ByteBuffer bytes;
  private final long offset;
  private final boolean redacted;
  private final Consumer<Content> out;
  private final FieldReader in;
  private int at;

  /**
   * A ruler.
   *
   * @param bytes from position to limit; not changed
   * @param offset of the first of them in their file
   * @param redacted whether fields that hold what users put there are left out
   */
  public HexRuler(ByteBuffer bytes, long offset, boolean redacted, Consumer<Content> out) {
    this.bytes = bytes.slice();
    this.offset = offset;
    this.redacted = redacted;
    this.out = out;
    this.in = new FieldReader(this.bytes, "the bytes at offset " + offset);
  }

  /** A heading. */
  HexRuler title(String title) {
    out.accept(Content.of("hex_part", INDENT + "-- " + title).with("title", title));
    return this;
  }

  int byteField(String meaning) {
    int value = in.byteValue();
    field(meaning, value);
    return value;
  }

  int shortField(String meaning) {
    int value = in.byteValue() | in.byteValue() << 8;
    field(meaning, value);
    return value;
  }

  int intField(String meaning) {
    int value = in.intValue();
    field(meaning, value);
    return value;
  }

  int hexField(String meaning) {
    int value = in.intValue();
    field(meaning, Text.hex(value));
    return value;
  }

  long longField(String meaning) {
    long value = in.longValue();
    field(meaning, value);
    return value;
  }

  long varint(String meaning) {
    long value = in.varLong();
    field(meaning, value);
    return value;
  }

  /** A varint that counts what follows; what it says was not compared with anything yet. */
  int count(String meaning, int bytesEach) {
    int value = in.count(bytesEach);
    field(meaning, value);
    return value;
  }

  String string(String meaning) {
    String value = in.string();
    field(meaning, Text.printable(value));
    return value;
  }

  /** Bytes without fields of their own. */
  void raw(int length, String meaning) {
    in.raw(length);
    field(meaning, length);
  }

  /** Bytes that users put there. */
  void payload(int length, String meaning) {
    in.raw(length);
    if (redacted && length > 0) {
      line(at, new byte[0], meaning + ", " + length + " bytes, redacted");
      at += length;
    } else {
      field(meaning, length);
    }
  }

  int remaining() {
    return in.remaining();
  }

  DamageException damaged(String why) {
    return in.damaged(why);
  }

  /** The bytes of the next {@code length} as a view, without going on. */
  ByteBuffer peek(int length) {
    return bytes.slice(at, length);
  }

  private void field(String meaning, Object value) {
    int end = bytes.limit() - in.remaining();
    String comment = meaning.replace("%s", String.valueOf(value));
    do {
      int count = Math.min(BYTES_PER_LINE, end - at);
      byte[] line = new byte[count];
      bytes.get(at, line);
      line(at, line, comment);
      comment = "";
      at += count;
    } while (at < end);
  }

  private void line(int from, byte[] line, String comment) {
    String hex = HEX.formatHex(line);
    String words =
        INDENT + String.format(Locale.ROOT, "%06x  %-47s  %s", offset + from, hex, comment);
    out.accept(
        Content.of("hex", words.stripTrailing())
            .with("offset", offset + from)
            .with("bytes", hex)
            .with("meaning", comment));
  }
}
