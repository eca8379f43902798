package io.holdfast.inspection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Numbers and foreign bytes in a form that is safe and short on a terminal. */
public final class Text {
  private static final int PREVIEW_CHARS = 60;
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

  private Text() {}

  public static String count(long count, String noun) {
    String plural = noun.endsWith("ch") ? "es" : "s";
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : plural);
  }

  public static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 1024 && unit + 1 < UNITS.length) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  public static String hex(int crc) {
    return String.format(Locale.ROOT, "%08x", crc);
  }

  /** Text of a file as it may be printed: nothing in it moves the cursor or ends the line. */
  public static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n') {
                shown.append("\\n");
              } else if (c == '\t') {
                shown.append("\\t");
              } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }

  /** The beginning of some bytes as text. */
  public static String preview(ByteBuffer bytes) {
    return preview(bytes, PREVIEW_CHARS);
  }

  /** The first bytes, not more than {@code limit}, as text. */
  public static String preview(ByteBuffer bytes, int limit) {
    int length = Math.min(bytes.remaining(), limit);
    byte[] first = new byte[length];
    bytes.duplicate().get(first);
    String text = printable(new String(first, StandardCharsets.UTF_8));
    return bytes.remaining() > length ? text + "…" : text;
  }
}
