package io.holdfast.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/** A checkpoint file in hex, one field a line, with what each field says. */
final class AnnotatedDump {
  private static final int BYTES_PER_LINE = 16;

  private final byte[] bytes;
  private final ByteBuffer file;
  private final StringBuilder text = new StringBuilder();
  private int at;

  private AnnotatedDump(byte[] bytes) {
    this.bytes = bytes;
    file = ContainerFormat.littleEndian(bytes);
  }

  static String of(byte[] bytes) {
    AnnotatedDump dump = new AnnotatedDump(bytes);
    dump.header();
    int trailer = bytes.length - ContainerFormat.TRAILER_BYTES;
    int table = (int) dump.file.getLong(trailer);
    dump.sections(table, trailer);
    dump.table(trailer);
    dump.trailer();
    return dump.text.toString();
  }

  private void header() {
    title("header");
    field(8, "magic");
    field(2, "format major " + file.getShort(at));
    field(2, "format minor " + file.getShort(at));
    field(4, "header length " + file.getInt(at));
    field(8, "incompatible features: none");
    field(16, "application " + ContainerHeader.decode(bytes).application());
    field(8, "epoch " + file.getLong(at));
    field(8, "batch time " + file.getLong(at));
    field(8, "created " + file.getLong(at));
    field(4, "compatible features: none");
    field(4, "CRC32C of the header");
  }

  private void sections(int table, int trailer) {
    for (int entry = table; entry < trailer; entry += 28 + file.getShort(entry + 26)) {
      title("section '" + name(entry) + "'");
      field((int) file.getLong(entry + 8), "content");
    }
  }

  private void table(int trailer) {
    while (at < trailer) {
      int entry = at;
      title("table entry '" + name(entry) + "'");
      field(8, "offset " + file.getLong(at));
      field(8, "length " + file.getLong(at));
      field(4, "CRC32C of the section");
      field(4, "schema version " + file.getInt(at));
      field(2, "codec " + SectionCodec.of(file.getShort(at)).orElseThrow());
      field(2, "name length " + file.getShort(at));
      field(file.getShort(entry + 26), "name");
    }
  }

  private void trailer() {
    title("trailer");
    field(8, "table offset " + file.getLong(at));
    field(4, "table length " + file.getInt(at));
    field(4, "sections " + file.getInt(at));
    field(4, "CRC32C of the table");
    field(32, "SHA-256 of all before the trailer");
    field(4, "CRC32C of the trailer");
    field(8, "end magic");
  }

  private String name(int entry) {
    byte[] name = new byte[file.getShort(entry + 26)];
    file.get(entry + 28, name);
    return new String(name, StandardCharsets.US_ASCII);
  }

  private void title(String title) {
    text.append("-- ").append(title).append('\n');
  }

  private void field(int length, String meaning) {
    String comment = meaning;
    int end = at + length;
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
