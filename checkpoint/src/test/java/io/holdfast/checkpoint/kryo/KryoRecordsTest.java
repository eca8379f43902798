package io.holdfast.checkpoint.kryo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdfast.ConfigurationException;
import io.holdfast.DamageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Records and objects of the job's own classes, one after another. */
final class KryoRecordsTest {
  record Word(String key, Long count) {}

  @SuppressWarnings("ArrayRecordComponent") // jobs may do what we would not
  record Everything(
      boolean flag,
      byte small,
      char letter,
      short number,
      int integer,
      long large,
      float fraction,
      double precise,
      String text,
      Word nested,
      Object any,
      long[] array,
      Word[] words) {}

  record Nothing() {}

  static class Base {
    private int value;
    protected String name;
    transient String cache = "fresh";
  }

  static final class Derived extends Base {
    private final int value;
    private final List<Word> words = new ArrayList<>();

    private Derived(int value, int inherited, String name) {
      this.value = value;
      super.value = inherited;
      super.name = name;
    }

    private int inherited() {
      return super.value;
    }
  }

  static final class WithDefault {
    private final transient List<String> cache = new ArrayList<>();
    private int count = 1;
  }

  static final class Empty {}

  private static final KryoRegistrations REGISTRATIONS =
      KryoRegistrations.none()
          .with(1000, Word.class)
          .with(1001, Everything.class)
          .with(1002, Nothing.class)
          .with(1003, Derived.class)
          .with(1004, WithDefault.class)
          .with(1005, Word[].class)
          .with(1006, Empty.class)
          .with(1007, long[][].class);
  private static final KryoCodec CODEC = KryoCodec.forRecords(REGISTRATIONS);

  @Test
  void recordsRoundTrip() {
    Word word = new Word("a", 1L);
    assertEquals(word, CODEC.decode(CODEC.encode(word)));
    assertEquals(new Word(null, null), CODEC.decode(CODEC.encode(new Word(null, null))));
    assertEquals(new Nothing(), CODEC.decode(CODEC.encode(new Nothing())));
    Everything all =
        new Everything(
            true,
            (byte) 1,
            'c',
            (short) 2,
            -3,
            Long.MIN_VALUE,
            0.5f,
            -0.25,
            "text",
            word,
            List.of(word),
            new long[] {7},
            new Word[] {word, null});
    Everything back = (Everything) CODEC.decode(CODEC.encode(all));
    assertArrayEquals(all.array, back.array);
    assertArrayEquals(all.words, back.words);
    assertEquals(all.toString().replaceAll("@\\w+", ""), back.toString().replaceAll("@\\w+", ""));
  }

  @Test
  void aSmallRecordTakesFewBytes() {
    assertEquals(2 + 2 + 1 + 1, CODEC.encode(new Word("ab", 1L)).length);
  }

  @Test
  void objectsWithInheritedAndHiddenAndFinalFieldsRoundTrip() {
    Derived derived = new Derived(1, 2, "n");
    derived.words.add(new Word("w", 3L));
    derived.cache = "stale";
    Derived back = (Derived) CODEC.decode(CODEC.encode(derived));
    assertEquals(1, back.value);
    assertEquals(2, back.inherited());
    assertEquals("n", back.name);
    assertEquals(derived.words, back.words);
    assertNull(back.cache, "made without a constructor");
  }

  @Test
  void aNoArgumentConstructorSetsTransientFields() {
    WithDefault value = new WithDefault();
    value.count = 9;
    value.cache.add("not written");
    WithDefault back = (WithDefault) CODEC.decode(CODEC.encode(value));
    assertEquals(List.of(), back.cache);
    assertEquals(9, back.count);
  }

  @Test
  void listsOfObjectsWithoutFieldsRoundTrip() {
    List<Object> many = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      many.add(new Nothing());
    }
    assertEquals(many, CODEC.decode(CODEC.encode(many)));
    List<?> empties = (List<?>) CODEC.decode(CODEC.encode(List.of(new Empty(), new Empty())));
    assertEquals(2, empties.size());
    long[][] matrix = {{1}, {}, null};
    assertArrayEquals(matrix, (long[][]) CODEC.decode(CODEC.encode(matrix)));
  }

  @Test
  void objectsStandOneAfterAnother() {
    EncodeBuffer buffer = new EncodeBuffer(0);
    List<Object> objects = Arrays.asList(new Word("a", 1L), null, "b", 4L);
    CODEC.encodeAll(objects, buffer);
    int length = buffer.length();
    CODEC.encode("last", buffer);
    assertEquals(length + 5, buffer.length());

    ByteBuffer bytes = ByteBuffer.wrap(buffer.toByteArray());
    List<Object> back = new ArrayList<>();
    CODEC.decodeAll(bytes.duplicate(), back::add);
    List<Object> all = new ArrayList<>(objects);
    all.add("last");
    assertEquals(all, back);

    for (Object object : all) {
      assertEquals(object, CODEC.decode(bytes));
    }
    assertEquals(0, bytes.remaining());
    buffer.clear();
    assertEquals(0, buffer.view().remaining());
  }

  @Test
  void everyKindOfByteBufferIsReadFromItsPosition() {
    byte[] padded = new byte[40];
    byte[] word = CODEC.encode(new Word("key", 5L));
    System.arraycopy(word, 0, padded, 7, word.length);
    ByteBuffer slice = ByteBuffer.wrap(padded, 3, 30).slice().position(4);
    ByteBuffer direct = ByteBuffer.allocateDirect(40).put(padded).position(7);
    ByteBuffer readOnly = ByteBuffer.wrap(padded).asReadOnlyBuffer().position(7);
    for (ByteBuffer buffer : List.of(slice, direct, readOnly)) {
      int start = buffer.position();
      assertEquals(new Word("key", 5L), CODEC.decode(buffer));
      assertEquals(start + word.length, buffer.position());
    }
    assertEquals(new Word("key", 5L), CODEC.decode(padded, 7, word.length));
  }

  @Test
  void bytesLeftOverAreDamage() {
    byte[] bytes = Arrays.copyOf(CODEC.encode("x"), 20);
    assertThrows(DamageException.class, () -> CODEC.decode(bytes));
  }

  @Test
  void nothingIsAppendedWhenEncodingFails() {
    EncodeBuffer buffer = new EncodeBuffer(4);
    CODEC.encode("before", buffer);
    byte[] before = buffer.toByteArray();
    List<Object> bad = Arrays.asList("fine", "fine too", new Thread("t"));
    assertThrows(ConfigurationException.class, () -> CODEC.encode(bad, buffer));
    assertArrayEquals(before, buffer.toByteArray());
    assertThrows(ConfigurationException.class, () -> CODEC.encodeAll(bad, buffer));
    assertArrayEquals(before, buffer.toByteArray());
    CODEC.encode("after", buffer);
    List<Object> back = new ArrayList<>();
    CODEC.decodeAll(buffer.view(), back::add);
    assertEquals(List.of("before", "after"), back);
  }

  @Test
  void largeObjectsAreNoProblem() {
    Map<String, byte[]> map = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      map.put("key " + i, new byte[i * 50]);
    }
    Map<?, ?> back = (Map<?, ?>) CODEC.decode(CODEC.encode(map));
    assertEquals(map.keySet(), back.keySet());
    assertArrayEquals(map.get("key 299"), (byte[]) back.get("key 299"));
  }
}
