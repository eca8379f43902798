package io.holdfast.wal;

import static io.holdfast.wal.storage.StorageFixture.assertMessage;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdfast.DamageException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The primitive encodings, and what becomes of bytes that are none. */
final class FieldsTest {
  private static final long SEED = 20_240_607;

  @Test
  void everythingComesBack() {
    long[] longs = {
      0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE
    };
    FieldWriter out = new FieldWriter(1);
    for (long value : longs) {
      out.putLong(value).putVarLong(value).putInt((int) value).putVarInt((int) value);
      out.putByte((int) value);
    }
    out.putString("").putString("grün \uD83C\uDF3F").putBytes(new byte[300]);
    FieldReader in = new FieldReader(out.toByteArray(), "a test");
    for (long value : longs) {
      assertEquals(value, in.longValue());
      assertEquals(value, in.varLong());
      assertEquals((int) value, in.intValue());
      assertEquals((int) value, in.varInt());
      assertEquals((int) value & 0xFF, in.byteValue());
    }
    assertEquals("", in.string());
    assertEquals("grün \uD83C\uDF3F", in.string());
    assertArrayEquals(new byte[300], in.bytes());
    in.end();
  }

  @Test
  void varintsAreUnsignedLeb128() {
    assertArrayEquals(new byte[] {0x7F}, new FieldWriter().putVarLong(127).toByteArray());
    assertArrayEquals(
        new byte[] {(byte) 0x80, 0x01}, new FieldWriter().putVarLong(128).toByteArray());
    assertArrayEquals(
        new byte[] {(byte) 0xE5, (byte) 0x8E, 0x26},
        new FieldWriter().putVarLong(624_485).toByteArray());
    assertEquals(10, new FieldWriter().putVarLong(-1).sizeBytes());
    assertEquals(5, new FieldWriter().putVarInt(-1).sizeBytes());
  }

  @Test
  void everyTruncationIsDamageAndNamesThePlace() {
    byte[] whole =
        new FieldWriter()
            .putByte(1)
            .putInt(2)
            .putLong(3)
            .putVarLong(1 << 20)
            .putString("text")
            .toByteArray();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertMessage(
          assertThrows(DamageException.class, () -> readAll(cut)),
          "Cannot decode a test at byte ",
          " of " + length + ": ",
          "written by a faulty or newer version");
    }
  }

  private static void readAll(byte[] bytes) {
    FieldReader in = new FieldReader(bytes, "a test");
    in.byteValue();
    in.intValue();
    in.longValue();
    in.varLong();
    in.string();
    in.end();
  }

  @Test
  void lengthsAreComparedWithWhatIsThereBeforeAnythingIsAllocated() {
    byte[] huge = new FieldWriter().putVarInt(Integer.MAX_VALUE).putByte(1).toByteArray();
    requireDamaged(huge, FieldReader::bytes, "announces 2147483647 entries but has 1 bytes");
    requireDamaged(huge, FieldReader::string, "announces 2147483647 entries but has 1 bytes");
    requireDamaged(huge, in -> in.count(8), "announces 2147483647 entries");
    requireDamaged(new FieldWriter().putVarInt(-1).toByteArray(), in -> in.count(1), "4294967295");
    requireDamaged(new byte[3], in -> in.raw(4), "announces 4 bytes but has 3");
    requireDamaged(new byte[3], in -> in.raw(-1), "announces -1 bytes");
  }

  @Test
  void impossibleNumbersAndLeftoversAreDamage() {
    byte[] endless = new byte[11];
    Arrays.fill(endless, (byte) 0x80);
    requireDamaged(endless, FieldReader::varLong, "a number has more than 64 bits");
    requireDamaged(
        new FieldWriter().putVarLong(1L << 32).toByteArray(),
        FieldReader::varInt,
        "a 32-bit number is out of range");
    requireDamaged(
        new FieldWriter().putVarLong(-1).toByteArray(),
        FieldReader::varInt,
        "a 32-bit number is out of range");
    requireDamaged(new byte[2], FieldReader::end, "2 bytes are left over");
  }

  @Test
  void randomBytesAreReadOrRefusedAndNothingElse() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(24)];
      random.nextBytes(bytes);
      FieldReader in = new FieldReader(ByteBuffer.wrap(bytes), "random bytes");
      try {
        while (in.remaining() > 0) {
          readOne(in, random.nextInt(7));
        }
      } catch (DamageException e) {
        assertMessage(e, "Cannot decode random bytes at byte");
      }
    }
  }

  private static void readOne(FieldReader in, int what) {
    switch (what) {
      case 0 -> in.byteValue();
      case 1 -> in.intValue();
      case 2 -> in.longValue();
      case 3 -> in.varInt();
      case 4 -> in.varLong();
      case 5 -> in.string();
      default -> in.raw(in.count(1));
    }
  }

  private static void requireDamaged(byte[] bytes, Consumer<FieldReader> read, String why) {
    FieldReader in = new FieldReader(bytes, "a test");
    assertMessage(assertThrows(DamageException.class, () -> read.accept(in)), why);
  }
}
