package io.holdfast.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One row of the section table.
 *
 * @param name the section's name
 * @param version version of the section's own schema
 * @param codecNumber see {@link SectionCodec#number()}; may be unknown to this version
 * @param offset where the section begins in the file
 * @param lengthBytes how long it is
 * @param crc32c its checksum
 */
record SectionEntry(
    String name, int version, int codecNumber, long offset, long lengthBytes, int crc32c) {

  static SectionEntry of(CheckpointSection section, long offset) {
    byte[] bytes = section.bytes();
    return new SectionEntry(
        section.name(),
        section.version(),
        section.codec().number(),
        offset,
        bytes.length,
        ContainerFormat.crc32c(bytes, 0, bytes.length));
  }

  long end() {
    return offset + lengthBytes;
  }

  byte[] encode() {
    byte[] nameBytes = name.getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = new byte[ContainerFormat.ENTRY_BYTES + nameBytes.length];
    ByteBuffer target = ContainerFormat.littleEndian(bytes);
    target.putLong(offset).putLong(lengthBytes).putInt(crc32c).putInt(version);
    target.putShort((short) codecNumber).putShort((short) nameBytes.length).put(nameBytes);
    return bytes;
  }
}
