package io.holdfast.checkpoint;

import java.util.Locale;

/**
 * What the table of a checkpoint file says about one section, and whether it is true.
 *
 * @param name the section's name
 * @param version version of the section's own schema
 * @param codec {@code FIELDS}, {@code TEXT}, {@code KRYO}, or the number of an unknown one
 * @param offset where it begins in the file
 * @param lengthBytes how long it is
 * @param intact whether its checksum is right
 */
public record SectionReport(
    String name, int version, String codec, long offset, long lengthBytes, boolean intact) {

  static SectionReport of(SectionEntry entry, boolean intact) {
    int number = entry.codecNumber();
    return new SectionReport(
        entry.name(),
        entry.version(),
        SectionCodec.of(number).map(SectionCodec::name).orElseGet(() -> "codec " + number),
        entry.offset(),
        entry.lengthBytes(),
        intact);
  }

  String describe() {
    return String.format(
        Locale.ROOT,
        "%-16s version %d  %-6s  offset %d, %d bytes  %s",
        name,
        version,
        codec,
        offset,
        lengthBytes,
        intact ? "intact" : "DAMAGED");
  }
}
