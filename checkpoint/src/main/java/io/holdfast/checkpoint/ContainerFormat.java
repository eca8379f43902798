package io.holdfast.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * The byte map of a checkpoint file, format 1.0. Everything is little-endian, nothing is padded,
 * and every byte belongs to exactly one part:
 *
 * <pre>
 * header    72 bytes   see below
 * sections             one after another, in the order of the table, opaque
 * table                one entry per section, see below
 * trailer   64 bytes   see below; the file ends with it
 *
 * header    0   8  magic 89 48 46 43 0D 0A 1A 0A
 *           8   2  format major
 *          10   2  format minor
 *          12   4  header length, 72 in format 1.0; a later minor version may append fields
 *          16   8  incompatible feature flags; a reader refuses a bit it does not know
 *          24  16  application, a UUID in the order of its text form
 *          40   8  epoch
 *          48   8  batch time in milliseconds since 1970, the checkpoint's id within the epoch
 *          56   8  created, in milliseconds since 1970
 *          64   4  compatible feature flags; a reader ignores bits that it does not know
 *          68   4  CRC32C of the header's bytes before this field (always its last four bytes)
 *
 * entry     0   8  offset of the section in the file
 *           8   8  length of the section
 *          16   4  CRC32C of the section
 *          20   4  schema version of the section
 *          24   2  codec: 1 FIELDS, 2 TEXT, 3 KRYO
 *          26   2  length of the name
 *          28   n  name, ASCII
 *
 * trailer   0   8  offset of the table
 *           8   4  length of the table
 *          12   4  number of sections
 *          16   4  CRC32C of the table
 *          20  32  SHA-256 of all bytes before the trailer
 *          52   4  CRC32C of the trailer's bytes before this field
 *          56   8  end magic 48 46 43 45 4E 44 0D 0A
 * </pre>
 *
 * <p>Magic, format version and header length keep their places in every future format, and the
 * header's checksum stays its last field, so that any version can tell a newer file from a damaged
 * one. The first byte of the magic is no text, the line ends in it show a transfer as text, and the
 * end magic shows a file that was cut.
 */
final class ContainerFormat {
  static final int MAJOR = 1;
  static final int MINOR = 0;
  static final int HEADER_BYTES = 72;
  static final int TRAILER_BYTES = 64;
  static final int ENTRY_BYTES = 28;

  /** Magic, version and header length: what is read before anything is known. */
  static final int PREFIX_BYTES = 16;

  static final int LARGEST_HEADER_BYTES = 4096;
  static final int LARGEST_SECTION_COUNT = 4096;
  static final int LARGEST_NAME_BYTES = 127;

  /** The largest array that every JVM can make. */
  static final long LARGEST_SECTION_BYTES = Integer.MAX_VALUE - 8L;

  /** Feature flags that this version understands: none yet. */
  static final long KNOWN_FEATURES = 0;

  private static final byte[] MAGIC = {(byte) 0x89, 'H', 'F', 'C', '\r', '\n', 0x1A, '\n'};
  private static final byte[] END_MAGIC = {'H', 'F', 'C', 'E', 'N', 'D', '\r', '\n'};

  private ContainerFormat() {}

  static byte[] magic() {
    return MAGIC.clone();
  }

  static byte[] endMagic() {
    return END_MAGIC.clone();
  }

  static boolean hasMagic(byte[] prefix) {
    return Arrays.equals(prefix, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  static boolean hasEndMagic(byte[] trailer) {
    int at = TRAILER_BYTES - END_MAGIC.length;
    return Arrays.equals(trailer, at, TRAILER_BYTES, END_MAGIC, 0, END_MAGIC.length);
  }

  static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static int crc32c(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  static String hex(int crc) {
    return String.format(Locale.ROOT, "%08x", crc);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
