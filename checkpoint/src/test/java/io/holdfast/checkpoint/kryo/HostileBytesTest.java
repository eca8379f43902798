package io.holdfast.checkpoint.kryo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DamageException;
import io.holdfast.DriftException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Bytes that nobody wrote. They may decode to another object, which is why a checksum is checked
 * before; but they never bring out an exception of Kryo, never exhaust memory, never change.
 */
final class HostileBytesTest {
  record Item(String key, double weight, Object more, List<Item> items) {}

  private static final KryoRegistrations REGISTRATIONS =
      KryoRegistrations.none().with(1000, Item.class).with(1001, Item[].class);

  private final List<KryoCodec> codecs =
      List.of(KryoCodec.forRecords(REGISTRATIONS), KryoCodec.forGraphs(REGISTRATIONS));

  private static List<Object> samples() {
    Item leaf = new Item("leaf \u20ac", -1, new long[] {1, 2, 3}, List.of());
    Item item = new Item("k", 5, Map.of("a", leaf), List.of(leaf, leaf));
    List<Object> samples = new ArrayList<>(List.of(item, new Item[] {item, null}));
    samples.addAll(BasicValues.all().values());
    samples.addAll(BasicValues.withoutEquals().values());
    return samples;
  }

  @Test
  void everyTruncationIsDamage() {
    for (KryoCodec codec : codecs) {
      for (Object sample : samples()) {
        byte[] bytes = codec.encode(sample);
        for (int length = 0; length < bytes.length; length++) {
          byte[] cut = Arrays.copyOf(bytes, length);
          assertThrows(DamageException.class, () -> codec.decode(cut), () -> sample + " cut");
          assertArrayEquals(Arrays.copyOf(bytes, cut.length), cut, "input was changed");
        }
      }
    }
  }

  @Test
  void everyFlippedBitDecodesOrIsRefusedInOurOwnWords() {
    int refused = 0;
    for (KryoCodec codec : codecs) {
      for (Object sample : samples()) {
        byte[] bytes = codec.encode(sample);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
          byte[] flipped = bytes.clone();
          flipped[bit / 8] ^= (byte) (1 << (bit % 8));
          refused += isRefused(codec, flipped) ? 1 : 0;
        }
      }
    }
    assertTrue(refused > 1000, refused + " refused");
  }

  @Test
  void noiseDecodesOrIsRefusedInOurOwnWords() {
    Random random = new Random(20240302);
    for (int i = 0; i < 50_000; i++) {
      byte[] noise = new byte[1 + random.nextInt(40)];
      random.nextBytes(noise);
      noise[0] = (byte) (random.nextInt(100) + 2);
      isRefused(codecs.get(i % 2), noise);
    }
  }

  @Test
  void everyPinnedIdSurvivesAnyLength() {
    for (int id = 0; id < 100; id++) {
      for (int length : new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE - 1, -1, 1 << 30}) {
        for (KryoCodec codec : codecs) {
          isRefused(codec, bomb(id, 0, length));
          isRefused(codec, bomb(id, 1, length));
          isRefused(codec, bomb(id, 2, length));
        }
      }
    }
  }

  @Test
  void aListThatClaimsTwoBillionElementsIsRefusedAtOnce() {
    byte[] bytes = bomb(20, 0, Integer.MAX_VALUE);
    DamageException damage = assertThrows(DamageException.class, () -> codecs.get(0).decode(bytes));
    KryoGraphTest.assertContains(damage, "a length of 2147483647");
  }

  @Test
  void listsInListsInListsDoNotOverflowTheStack() {
    byte[] nested = new byte[200_000];
    for (int i = 0; i < nested.length; i += 2) {
      nested[i] = 20 + 2;
      nested[i + 1] = 1;
    }
    DamageException damage =
        assertThrows(DamageException.class, () -> codecs.get(0).decode(nested));
    KryoGraphTest.assertContains(damage, "nested more than 500 deep");
  }

  @Test
  void nestedArraysThatEachClaimAllThatIsLeftAreRefused() {
    byte[] nested = new byte[4_000_000];
    int at = 0;
    for (int level = 0; level < 400; level++) {
      nested[at++] = 19 + 2;
      for (int rest = 3_000_000; rest != 0; rest >>>= 7) {
        nested[at++] = (byte) (rest > 0x7F ? rest | 0x80 : rest);
      }
    }
    DamageException damage =
        assertThrows(DamageException.class, () -> codecs.get(0).decode(nested));
    KryoGraphTest.assertContains(damage, "add up to more");
  }

  /** An id, some bytes of 1, a length as a variable-length number, and a few bytes. */
  private static byte[] bomb(int id, int ones, int length) {
    byte[] bytes = new byte[ones + 14];
    bytes[0] = (byte) (id + 2);
    Arrays.fill(bytes, 1, 1 + ones, (byte) 1);
    int at = 1 + ones;
    int rest = length;
    while ((rest & ~0x7F) != 0) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at] = (byte) rest;
    return bytes;
  }

  private static boolean isRefused(KryoCodec codec, byte[] bytes) {
    try {
      codec.decode(bytes);
      return false;
    } catch (DamageException | DriftException expected) {
      return true;
    }
  }
}
