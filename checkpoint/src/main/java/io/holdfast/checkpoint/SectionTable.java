package io.holdfast.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decodes the section table of a file and checks that its sections fill the space between header
 * and table without a gap. Its bytes are known to match their checksum, yet nothing in them is
 * trusted: a wrong writer is a kind of damage too.
 */
final class SectionTable {
  static final String PART = "section table";

  private final List<SectionEntry> entries = new ArrayList<>();
  private final List<ContainerProblem> problems = new ArrayList<>();

  /** Entries in file order; complete only when there are no problems of kind damage. */
  List<SectionEntry> entries() {
    return entries;
  }

  List<ContainerProblem> problems() {
    return problems;
  }

  static SectionTable decode(byte[] bytes, ContainerTrailer trailer, long firstOffset) {
    SectionTable table = new SectionTable();
    table.read(ContainerFormat.littleEndian(bytes), trailer, firstOffset);
    return table;
  }

  private void read(ByteBuffer source, ContainerTrailer trailer, long firstOffset) {
    Set<String> names = new HashSet<>();
    long expected = firstOffset;
    for (int i = 0; i < trailer.sectionCount(); i++) {
      long at = trailer.tableOffset() + source.position();
      if (source.remaining() < ContainerFormat.ENTRY_BYTES) {
        damage(at, "ends inside entry " + i);
        return;
      }
      long offset = source.getLong();
      long length = source.getLong();
      int crc = source.getInt();
      int version = source.getInt();
      int codec = Short.toUnsignedInt(source.getShort());
      int nameBytes = Short.toUnsignedInt(source.getShort());
      if (nameBytes > Math.min(source.remaining(), ContainerFormat.LARGEST_NAME_BYTES)) {
        damage(at, "entry " + i + " has a name of " + nameBytes + " bytes");
        return;
      }
      byte[] nameChars = new byte[nameBytes];
      source.get(nameChars);
      String name = new String(nameChars, StandardCharsets.ISO_8859_1);
      if (!CheckpointSection.isName(name) || !names.add(name)) {
        damage(at, "entry " + i + " has a name that is malformed or there twice");
        return;
      }
      if (offset != expected || length < 0 || length > trailer.tableOffset() - expected) {
        damage(at, "'" + name + "' is said to lie at " + offset + ", " + length + " bytes long");
        return;
      }
      if (length > ContainerFormat.LARGEST_SECTION_BYTES || version < 0) {
        damage(at, "'" + name + "' has length " + length + " and version " + version);
        return;
      }
      expected += length;
      entries.add(new SectionEntry(name, version, codec, offset, length, crc));
      checkCodec(at, name, codec);
    }
    if (source.hasRemaining()) {
      damage(trailer.tableOffset() + source.position(), "has bytes after its last entry");
    }
    if (expected != trailer.tableOffset()) {
      damage(expected, "no section covers the bytes from here to " + trailer.tableOffset());
    }
  }

  private void checkCodec(long at, String name, int codec) {
    if (SectionCodec.of(codec).isEmpty()) {
      String detail = "section '" + name + "' has codec " + codec + ", unknown to this version";
      problems.add(ContainerProblem.newer(PART, at, detail));
    }
  }

  private void damage(long offset, String detail) {
    problems.add(ContainerProblem.damage(PART, offset, detail));
  }
}
