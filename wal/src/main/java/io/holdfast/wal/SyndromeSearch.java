package io.holdfast.wal;

/**
 * Finds the single flipped bit that explains a wrong CRC32C. The CRC is linear: what a flipped bit
 * does to the sum depends only on how many bits follow it, so the search walks back from the last
 * bit, one step of the CRC's shift register a bit. The answer is unique for anything shorter than
 * 2<sup>31</sup> - 1 bits, the period of the polynomial (Castagnoli, Bräuer, Herrmann 1993).
 */
final class SyndromeSearch {
  /** The Castagnoli polynomial, lowest bit first. */
  private static final int POLYNOMIAL = 0x82F63B78;

  private SyndromeSearch() {}

  /**
   * Which bit of a message was flipped.
   *
   * @param difference the sum of the bytes as they are, combined with the right one by exclusive or
   * @param lengthBytes of the part of the message in which to look, which ends with the message
   * @return the number of the bit from the beginning of that part, lowest bit of a byte first; -1
   *     if no single bit explains the difference
   */
  static long flippedBit(int difference, long lengthBytes) {
    int effect = POLYNOMIAL;
    for (long bit = lengthBytes * 8 - 1; bit >= 0; bit--) {
      if (effect == difference) {
        return bit;
      }
      effect = effect >>> 1 ^ (POLYNOMIAL & -(effect & 1));
    }
    return -1;
  }
}
