package io.holdfast.checkpoint;

import java.nio.ByteBuffer;

/**
 * The last bytes of a checkpoint file.
 *
 * @param tableOffset where the section table begins
 * @param tableBytes how long it is
 * @param sectionCount how many entries it has
 * @param tableCrc32c its checksum
 * @param digest SHA-256 of everything before the trailer
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ContainerTrailer(
    long tableOffset, int tableBytes, int sectionCount, int tableCrc32c, byte[] digest) {
  private static final int CRC_AT = 52;
  static final int DIGEST_BYTES = 32;

  byte[] encode() {
    byte[] bytes = new byte[ContainerFormat.TRAILER_BYTES];
    ByteBuffer target = ContainerFormat.littleEndian(bytes);
    target.putLong(tableOffset).putInt(tableBytes).putInt(sectionCount).putInt(tableCrc32c);
    target.put(digest);
    target.putInt(ContainerFormat.crc32c(bytes, 0, CRC_AT));
    target.put(ContainerFormat.endMagic());
    return bytes;
  }

  static boolean checksumMatches(byte[] bytes) {
    int stored = ContainerFormat.littleEndian(bytes).getInt(CRC_AT);
    return stored == ContainerFormat.crc32c(bytes, 0, CRC_AT);
  }

  static ContainerTrailer decode(byte[] bytes) {
    ByteBuffer source = ContainerFormat.littleEndian(bytes);
    byte[] digest = new byte[DIGEST_BYTES];
    source.get(20, digest);
    return new ContainerTrailer(
        source.getLong(0), source.getInt(8), source.getInt(12), source.getInt(16), digest);
  }
}
