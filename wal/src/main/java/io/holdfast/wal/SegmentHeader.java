package io.holdfast.wal;

import io.holdfast.DamageException;
import io.holdfast.HoldfastException;
import io.holdfast.NewerFormatException;
import io.holdfast.WrongApplicationException;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The first {@value #BYTES} bytes of a segment, durable before the segment has its name.
 * Little-endian.
 *
 * <pre>
 *   0  8  magic 89 48 46 57 0D 0A 1A 0A
 *   8  2  major version, 10  2  minor version, 12  4  length of this header
 *  16  8  feature flags that a reader must know
 *  24 16  log id
 *  40  8  epoch of the writer
 *  48  8  sequence number of the segment, from 1
 *  56  8  first LSN
 *  64  8  predecessor: sequence number (0: none)
 *  72  8  predecessor: valid length in bytes; what lies behind it is not part of the log
 *  80  8  predecessor: header checksum of its last valid frame (low 4 bytes)
 *  88  8  LSN through which the log was known durable
 *  96  8  wall clock at creation in milliseconds, for people
 * 104 20  zero
 * 124  4  CRC32C of bytes 0 to 123
 * </pre>
 */
public record SegmentHeader(
    LogId logId,
    long epoch,
    long sequence,
    long firstLsn,
    Predecessor predecessor,
    long durableThroughLsn,
    long createdMillis) {

  public static final int BYTES = 128;
  static final int MAJOR = 1;
  static final int MINOR = 0;
  private static final long MAGIC = 0x0A1A0A0D57464889L;
  private static final int CRC_OFFSET = 124;
  private static final String PREFIX = "segment-";
  private static final String SUFFIX = ".hfw";
  private static final int SEQUENCE_DIGITS = 20;
  private static final String LAST_NAME = fileName(Long.MAX_VALUE);

  /**
   * What the log consisted of before this segment, as its writer knew it.
   *
   * @param sequence of the segment before, 0 if this is the first
   * @param validLength how many bytes of it belong to the log
   * @param lastFrameCrc the header checksum of its last valid frame, to which the first frame here
   *     links back
   */
  public record Predecessor(long sequence, long validLength, int lastFrameCrc) {
    public static final Predecessor NONE = new Predecessor(0, 0, 0);
  }

  /** The file name of a segment. */
  public static String fileName(long sequence) {
    String digits = Long.toString(sequence);
    return PREFIX + "0".repeat(SEQUENCE_DIGITS - digits.length()) + digits + SUFFIX;
  }

  public static boolean isSegmentName(String name) {
    return name.length() == PREFIX.length() + SEQUENCE_DIGITS + SUFFIX.length()
        && name.startsWith(PREFIX)
        && name.endsWith(SUFFIX)
        && allDigits(name, PREFIX.length(), PREFIX.length() + SEQUENCE_DIGITS)
        && name.compareTo(LAST_NAME) <= 0;
  }

  private static boolean allDigits(String name, int from, int to) {
    for (int i = from; i < to; i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** The sequence number in a name that {@link #isSegmentName} accepts. */
  public static long sequenceOf(String name) {
    return Long.parseLong(name, PREFIX.length(), PREFIX.length() + SEQUENCE_DIGITS, 10);
  }

  public String fileName() {
    return fileName(sequence);
  }

  /** The header as it lies in the file, with its checksum. */
  public ByteBuffer encode() {
    ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(MAGIC).putShort((short) MAJOR).putShort((short) MINOR).putInt(BYTES).putLong(0);
    out.putLong(logId.high()).putLong(logId.low());
    out.putLong(epoch).putLong(sequence).putLong(firstLsn);
    out.putLong(predecessor.sequence()).putLong(predecessor.validLength());
    out.putLong(predecessor.lastFrameCrc() & 0xFFFF_FFFFL);
    out.putLong(durableThroughLsn).putLong(createdMillis);
    out.putInt(CRC_OFFSET, crc(out));
    return out.position(0).limit(BYTES);
  }

  /**
   * Reads a header.
   *
   * @param expected the id of the log that is read, null to take whatever it is
   * @param location the file, for errors
   * @throws DamageException if it does not verify
   * @throws NewerFormatException if only a newer version knows its format
   * @throws WrongApplicationException if it is another log's
   */
  public static SegmentHeader decode(ByteBuffer bytes, LogId expected, String location) {
    ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < BYTES || in.getLong(0) != MAGIC) {
      throw new DamageException(
          location
              + " offset 0: not a log segment, or its header is damaged ("
              + in.remaining()
              + " bytes, no segment signature). Restore the file, or move it out of the log's directory if it is not part of it.");
    }
    if (in.getInt(CRC_OFFSET) != crc(in)) {
      throw new DamageException(
          location
              + " offset 0: the segment header does not match its checksum. The header was durable before the segment"
              + " got its name, so this is damage; restore the file from a copy."
              + flippedBit(in));
    }
    int major = in.getShort(8) & 0xFFFF;
    if (major > MAJOR || in.getLong(16) != 0 || in.getInt(12) != BYTES) {
      throw new NewerFormatException(
          location
              + " has log format "
              + major
              + "."
              + (in.getShort(10) & 0xFFFF)
              + "; this version reads up to "
              + MAJOR
              + "."
              + MINOR
              + ". Use the version of Holdfast that wrote it, or a newer one.");
    }
    LogId id = new LogId(in.getLong(24), in.getLong(32));
    if (expected != null && !expected.equals(id)) {
      throw new WrongApplicationException(
          location
              + " belongs to log "
              + id
              + ", not to "
              + expected
              + ". It was copied from another application or stream; move it back to where it came from.");
    }
    Predecessor before = new Predecessor(in.getLong(64), in.getLong(72), (int) in.getLong(80));
    return new SegmentHeader(
        id, in.getLong(40), in.getLong(48), in.getLong(56), before, in.getLong(88), in.getLong(96));
  }

  /** Reads the header of a segment, from whichever copy of it has one that verifies. */
  static SegmentHeader read(StorageReader reader, LogId expected) {
    HoldfastException first = null;
    for (StorageReader copy : reader.copies()) {
      try {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        copy.read(0, bytes);
        return decode(bytes.flip(), expected, copy.location());
      } catch (HoldfastException e) {
        first = first == null ? e : first;
      }
    }
    throw first;
  }

  /** Whether a copy begins with this header. */
  static boolean isAt(StorageReader copy, SegmentHeader header) {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    try {
      copy.read(0, bytes);
    } catch (StorageException e) {
      return false;
    }
    return bytes.flip().equals(header.encode());
  }

  private static String flippedBit(ByteBuffer in) {
    long bit = SyndromeSearch.flippedBit(in.getInt(CRC_OFFSET) ^ crc(in), CRC_OFFSET);
    if (bit < 0) {
      return "";
    }
    int offset = (int) (bit / 8);
    return " A single flipped bit explains it: "
        + new FlippedBit(offset, (int) (bit % 8), in.get(offset) & 0xFF)
        + ".";
  }

  private static int crc(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.array(), header.arrayOffset(), CRC_OFFSET);
    return (int) crc.getValue();
  }
}
