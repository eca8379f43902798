package io.holdfast.wal;

import java.util.HexFormat;

/**
 * The one bit that, turned back, makes a frame or a segment header verify.
 *
 * @param offset of its byte in the file
 * @param bit in the byte, 0 is the lowest
 * @param read the byte as it is in the file
 */
public record FlippedBit(long offset, int bit, int read) {

  /** The byte as it was written. */
  public int written() {
    return read ^ 1 << bit;
  }

  @Override
  public String toString() {
    return "bit "
        + bit
        + " of the byte at offset "
        + offset
        + " (read 0x"
        + HexFormat.of().toHexDigits((byte) read)
        + ", written 0x"
        + HexFormat.of().toHexDigits((byte) written())
        + ")";
  }
}
