package io.holdfast.checkpoint.kryo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DamageException;
import io.holdfast.checkpoint.kryo.Structure.Kind;
import io.holdfast.checkpoint.kryo.Structure.Part;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What can be told of encoded objects without their classes. */
final class StructureDecoderTest {
  enum Color {
    RED,
    GREEN
  }

  record Item(String key, int count, Color color, Object more) {}

  /** Whoever calls it has loaded and run what files contain. */
  static final class Loud implements Comparable<Loud>, Serializable {
    private static final long serialVersionUID = 1L;
    static boolean heard;
    final String name;
    Object link;

    Loud(String name) {
      this.name = name;
    }

    @Override
    public int compareTo(Loud other) {
      heard = true;
      return name.compareTo(other.name);
    }

    @Override
    public boolean equals(Object other) {
      heard = true;
      return other instanceof Loud loud && loud.name.equals(name);
    }

    @Override
    public int hashCode() {
      heard = true;
      return name.hashCode();
    }
  }

  private static final KryoRegistrations KNOWN =
      KryoRegistrations.none()
          .with(1000, Item.class)
          .with(1001, Color.class)
          .with(1002, Item[].class)
          .with(1003, Loud.class);

  @Test
  void fieldsHaveTheirNamesAndValues() {
    Item inner = new Item("b\u20ac", -7, Color.GREEN, List.of(1L, "x"));
    Item item = new Item("a", 300, null, new Item[] {inner, null});
    Structure shown = values(KNOWN.toTable()).decode(bytes(KNOWN, item));
    assertEquals(Item.class.getName(), shown.type());
    assertEquals(
        List.of("key", "count", "color", "more"), shown.parts().stream().map(Part::name).toList());
    assertEquals("a", part(shown, 0).text());
    assertEquals(Kind.STRING, part(shown, 0).kind());
    assertEquals("300", part(shown, 1).text());
    assertEquals(Kind.NULL, part(shown, 2).kind());
    Structure array = part(shown, 3);
    assertEquals(Item[].class.getName(), array.type());
    assertEquals(Kind.NULL, part(array, 1).kind());
    Structure other = part(array, 0);
    assertEquals("b\u20ac", part(other, 0).text());
    assertEquals("-7", part(other, 1).text());
    assertEquals("GREEN", part(other, 2).text());
    assertEquals(Color.class.getName(), part(other, 2).type());
    assertEquals("1", part(part(other, 3), 0).text());
  }

  @Test
  void noClassOfTheJobIsNeeded() {
    String table = KNOWN.toTable().replace("StructureDecoderTest", "Nowhere");
    Structure shown = values(table).decode(bytes(KNOWN, new Item("a", 1, Color.RED, 'c')));
    assertEquals("io.holdfast.checkpoint.kryo.Nowhere$Item", shown.type());
    assertEquals("RED", part(shown, 2).text());
    assertEquals("c", part(shown, 3).text());
  }

  @Test
  void noCodeOfTheJobRuns() {
    Map<Object, Object> sorted = new TreeMap<>();
    sorted.put(new Loud("k"), new Loud("v"));
    sorted.put(new Loud("l"), new Loud("w"));
    byte[] bytes = KryoCodec.forRecords(KNOWN).encode(sorted);
    Loud.heard = false;
    Structure shown = values(KNOWN.toTable()).decode(ByteBuffer.wrap(bytes));
    assertFalse(Loud.heard);
    assertEquals(Kind.ENTRIES, shown.kind());
    assertEquals("l", loudName(part(shown, 2)));
    assertEquals("w", loudName(part(shown, 3)));
  }

  private static String loudName(Structure loud) {
    return loud.parts().stream()
        .filter(part -> part.name().equals("name"))
        .findFirst()
        .orElseThrow()
        .value()
        .text();
  }

  @Test
  void sharedPartsAndCyclesAreTheSameStructure() {
    Loud first = new Loud("first");
    Loud second = new Loud("second");
    first.link = new ArrayList<>(List.of(second, second, first));
    EncodedGraph graph = KryoCodec.encodeGraph(first, KryoRegistrations.none());
    Structure shown =
        StructureDecoder.ofGraphs(graph.registrations().toTable())
            .decode(ByteBuffer.wrap(graph.bytes()));
    Structure list = part(shown, 0);
    assertEquals("java.util.ArrayList", list.type());
    assertSame(part(list, 0), part(list, 1));
    assertSame(shown, part(list, 2));
  }

  @Test
  void lambdasSayWhatTheyWereCompiledToAndWhatTheyHold() {
    String captured = "captured";
    Function<String, String> lambda =
        (Function<String, String> & Serializable) text -> text + captured;
    EnumMap<Color, Object> map = new EnumMap<>(Map.of(Color.RED, lambda));
    Object root = List.of(map, EnumSet.of(Color.GREEN), Color.class, int.class, Integer.class);
    EncodedGraph graph = KryoCodec.encodeGraph(root, KryoRegistrations.none());
    Structure shown =
        StructureDecoder.ofGraphs(graph.registrations().toTable())
            .decode(ByteBuffer.wrap(graph.bytes()));
    Structure found = part(part(shown, 0), 1);
    assertEquals(Kind.LAMBDA, found.kind());
    assertEquals("java.util.function.Function", found.type());
    assertTrue(found.text().startsWith(StructureDecoderTest.class.getName() + ".lambda$"));
    assertEquals("captured", part(found, 0).text());
    assertEquals("GREEN", part(part(shown, 1), 0).text());
    assertEquals(Color.class.getName(), part(shown, 2).text());
    assertEquals("int", part(shown, 3).text());
    assertEquals("java.lang.Integer", part(shown, 4).text());
  }

  @Test
  void everyPinnedClassIsToldInBothForms() {
    for (Map.Entry<String, Object> basic : BasicValues.all().entrySet()) {
      Object value = basic.getValue();
      Structure shown =
          values(KryoRegistrations.none().toTable())
              .decode(
                  ByteBuffer.wrap(KryoCodec.forRecords(KryoRegistrations.none()).encode(value)));
      EncodedGraph graph =
          KryoCodec.encodeGraph(new Object[] {value, value}, KryoRegistrations.none());
      Structure inGraph =
          StructureDecoder.ofGraphs(graph.registrations().toTable())
              .decode(ByteBuffer.wrap(graph.bytes()));
      assertEquals(2, inGraph.parts().size(), basic.getKey());
      assertEquals(shown.kind(), part(inGraph, 0).kind(), basic.getKey());
      if (shown.kind() == Kind.VALUE && !value.getClass().isArray() && !(value instanceof Class)) {
        assertEquals(String.valueOf(value), shown.text(), basic.getKey());
      } else if (value instanceof Collection<?> collection) {
        assertEquals(collection.size(), elements(shown), basic.getKey());
      } else if (value instanceof Map<?, ?> map) {
        assertEquals(2L * map.size(), elements(shown), basic.getKey());
      }
    }
  }

  private static long elements(Structure shown) {
    return shown.parts().stream().filter(part -> part.name().isEmpty()).count();
  }

  @Test
  void bytesThatNobodyWroteAreDamageOrAnotherStructure() {
    SplittableRandom random = new SplittableRandom(7);
    Item item =
        new Item("key", 5, Color.RED, Map.of("a", List.of(1, 2), "b", Comparator.naturalOrder()));
    byte[] bytes = KryoCodec.forRecords(KNOWN).encode(item);
    StructureDecoder decoder = values(KNOWN.toTable());
    int refused = 0;
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(DamageException.class, () -> decoder.decode(ByteBuffer.wrap(cut)));
    }
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = bytes.clone();
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      try {
        assertFalse(decoder.decode(ByteBuffer.wrap(changed)).type().isEmpty() && changed[0] > 1);
      } catch (DamageException e) {
        refused++;
      }
    }
    assertTrue(refused > 5000, refused + " refused");
    assertEquals("key", part(decoder.decode(ByteBuffer.wrap(bytes)), 0).text());
  }

  @Test
  void whatFollowsAnObjectIsNoPartOfIt() {
    byte[] one = KryoCodec.forRecords(KNOWN).encode("one");
    byte[] two = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(one, 0, two, one.length, one.length);
    StructureDecoder decoder = values(KNOWN.toTable());
    assertThrows(DamageException.class, () -> decoder.decode(ByteBuffer.wrap(two)));
    List<String> all = new ArrayList<>();
    decoder.decodeAll(ByteBuffer.wrap(two), structure -> all.add(structure.text()));
    assertEquals(List.of("one", "one"), all);
  }

  private static StructureDecoder values(String table) {
    return StructureDecoder.ofRecords(table);
  }

  private static ByteBuffer bytes(KryoRegistrations known, Object object) {
    return ByteBuffer.wrap(KryoCodec.forRecords(known).encode(object));
  }

  private static Structure part(Structure of, int index) {
    return of.parts().get(index).value();
  }
}
