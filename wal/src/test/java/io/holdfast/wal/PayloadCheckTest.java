package io.holdfast.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** The two sums of a payload, and finding a flipped bit by them. */
final class PayloadCheckTest {
  private final SplittableRandom random = new SplittableRandom(5);

  private byte[] payload(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static long check(ByteBuffer bytes) {
    return PayloadCheck.of(bytes, new CRC32C());
  }

  @Test
  void everyFlippedBitIsFoundByBothSums() {
    for (int length : new int[] {1, 7, 8, 9, 63, 64, 65, 100}) {
      byte[] bytes = payload(length);
      long right = check(ByteBuffer.wrap(bytes));
      for (int bit = 0; bit < length * 8; bit++) {
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        long wrong = check(ByteBuffer.wrap(bytes));
        int difference = PayloadCheck.crc(wrong) ^ PayloadCheck.crc(right);
        assertEquals(bit, SyndromeSearch.flippedBit(difference, length));
        assertEquals(
            PayloadCheck.fold(right),
            PayloadCheck.fold(wrong) ^ PayloadCheck.foldOfFlip(length, bit));
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
      }
    }
  }

  @Test
  void twoFlippedBitsAreNotTakenForOne() {
    byte[] bytes = payload(40);
    long right = check(ByteBuffer.wrap(bytes));
    for (int first = 0; first < 320; first++) {
      for (int second = first + 1; second < 320; second++) {
        bytes[first / 8] ^= (byte) (1 << first % 8);
        bytes[second / 8] ^= (byte) (1 << second % 8);
        int difference = PayloadCheck.crc(check(ByteBuffer.wrap(bytes))) ^ PayloadCheck.crc(right);
        assertEquals(-1, SyndromeSearch.flippedBit(difference, 40));
        bytes[first / 8] ^= (byte) (1 << first % 8);
        bytes[second / 8] ^= (byte) (1 << second % 8);
      }
    }
  }

  @Test
  void sumsDoNotDependOnWhereTheBytesLie() {
    for (int length = 0; length < 70; length++) {
      byte[] bytes = payload(length + 5);
      ByteBuffer heap = ByteBuffer.wrap(bytes, 5, length);
      ByteBuffer direct = ByteBuffer.allocateDirect(length).put(heap.duplicate()).flip();
      assertEquals(check(heap), check(direct));
      assertEquals(check(heap), check(heap.asReadOnlyBuffer()));
      assertEquals(check(heap), check(heap.slice()));
      assertEquals(5, heap.position());
    }
  }

  /** The two sums are independent: what deceives the one does not deceive the other. */
  @Test
  void foldSeesWhatTheOrderOfWordsChanges() {
    byte[] bytes = payload(16);
    byte[] swapped = new byte[16];
    System.arraycopy(bytes, 0, swapped, 8, 8);
    System.arraycopy(bytes, 8, swapped, 0, 8);
    assertNotEquals(
        PayloadCheck.fold(check(ByteBuffer.wrap(bytes))),
        PayloadCheck.fold(check(ByteBuffer.wrap(swapped))));
    assertEquals(PayloadCheck.NOTHING, check(ByteBuffer.allocate(0)));
  }
}
