package io.holdfast.checkpoint.state;

import io.holdfast.wal.FieldReader;
import java.util.HexFormat;
import java.util.Locale;

/** Fields of a payload in hex, one a line, with what each says; {@code %s} is the field's value. */
public final class FieldDump {
  private static final int BYTES_PER_LINE = 16;

  private final byte[] bytes;
  private final FieldReader in;
  private final StringBuilder text = new StringBuilder();
  private int at;

  public FieldDump(byte[] bytes) {
    this.bytes = bytes;
    this.in = new FieldReader(bytes, "the example");
  }

  public FieldDump title(String title) {
    text.append("-- ").append(title).append('\n');
    return this;
  }

  public int byteField(String meaning) {
    int value = in.byteValue();
    line(meaning, value);
    return value;
  }

  public int intField(String meaning) {
    int value = in.intValue();
    line(meaning, value);
    return value;
  }

  public long longField(String meaning) {
    long value = in.longValue();
    line(meaning, value);
    return value;
  }

  public long varint(String meaning) {
    long value = in.varLong();
    line(meaning, value);
    return value;
  }

  public void string(String meaning) {
    line(meaning, in.string());
  }

  public void raw(int length, String meaning) {
    in.raw(length);
    line(meaning, length);
  }

  public String text() {
    in.end();
    return text.toString();
  }

  private void line(String meaning, Object value) {
    int end = bytes.length - in.remaining();
    String comment = String.format(Locale.ROOT, meaning, value);
    while (at < end) {
      int count = Math.min(BYTES_PER_LINE, end - at);
      String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, at, at + count);
      text.append(String.format(Locale.ROOT, "%04x  %-47s  %s", at, hex, comment).stripTrailing());
      text.append('\n');
      comment = "";
      at += count;
    }
  }
}
