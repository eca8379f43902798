package io.holdfast.checkpoint.kryo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class BasicValuesTest {
  private static final KryoCodec RECORDS = KryoCodec.forRecords(KryoRegistrations.none());
  private static final KryoCodec GRAPHS = KryoCodec.forGraphs(KryoRegistrations.none());

  @Test
  void everyPinnedClassRoundTrips() {
    Map<String, Object> values = new LinkedHashMap<>(BasicValues.all());
    values.putAll(BasicValues.withoutEquals());
    values.remove("unmodifiableCollection");
    values.forEach(
        (name, value) -> {
          for (KryoCodec codec : List.of(RECORDS, GRAPHS)) {
            byte[] bytes = codec.encode(value);
            assertTrue(bytes.length >= 2, name + " needs a byte beside its id");
            Object back = codec.decode(bytes);
            assertEquals(BasicValues.comparable(value), BasicValues.comparable(back), name);
            if (!name.contains("subList") && !name.contains("nCopies")) {
              assertSameFamily(value.getClass(), back.getClass(), name);
            }
          }
        });
    assertNull(RECORDS.decode(RECORDS.encode(null)));
  }

  /** Wrappers may come back as the sibling for random access, EnumSets only with their size. */
  private static void assertSameFamily(Class<?> before, Class<?> after, String name) {
    List<String> siblings =
        List.of("RandomAccess", "Navigable", "Sorted", "List12", "ListN", "Regular");
    String left = before.getName();
    String right = after.getName();
    for (String sibling : siblings) {
      left = left.replace(sibling, "");
      right = right.replace(sibling, "");
    }
    assertEquals(left, right, name);
  }

  @Test
  void sortedCollectionsKeepTheirOrder() {
    TreeSet<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.add("b");
    TreeSet<?> back = (TreeSet<?>) GRAPHS.decode(GRAPHS.encode(set));
    assertSame(String.CASE_INSENSITIVE_ORDER, back.comparator());
  }

  @Test
  void anUnmodifiableCollectionRoundTrips() {
    Object value = Collections.unmodifiableCollection(new ArrayList<>(List.of(1, 2)));
    Collection<?> back = (Collection<?>) GRAPHS.decode(GRAPHS.encode(value));
    assertEquals(List.of(1, 2), new ArrayList<>(back));
    assertEquals(value.getClass(), back.getClass());
  }

  @Test
  void setsAndMapsOfManyElementsRoundTripWhateverTheirOrder() {
    Object value = List.of(Set.of(1, 2, 3, 4), Map.of(1, 2, 3, 4));
    assertEquals(value, GRAPHS.decode(GRAPHS.encode(value)));
  }

  @Test
  void anEmptyEnumMapOfAKnownEnumKeepsItsKeys() {
    KryoRegistrations known = KryoRegistrations.none().with(1000, Tide.class);
    KryoCodec codec = KryoCodec.forRecords(known);
    @SuppressWarnings("unchecked") // the codec keeps the kind of map
    Map<Tide, String> back =
        (EnumMap<Tide, String>) codec.decode(codec.encode(new EnumMap<>(Tide.class)));
    back.put(Tide.EBB, "works");
    assertEquals(Map.of(Tide.EBB, "works"), back);

    EncodedGraph graph = KryoCodec.encodeGraph(new Basin(), KryoRegistrations.none());
    Basin basin = (Basin) KryoCodec.forGraphs(graph.registrations()).decode(graph.bytes());
    basin.levels.put(Tide.FLOOD, 1);
    assertEquals(Map.of(Tide.FLOOD, 1), basin.levels);
  }

  /** Two constants, one with a body and so a class of its own. */
  enum Tide {
    EBB,
    FLOOD {
      @Override
      public String toString() {
        return "flood";
      }
    }
  }

  static final class Basin {
    final Map<Tide, Integer> levels = new EnumMap<>(Tide.class);
  }

  @Test
  void enumsWithBodiesAndTheirSetsAndMapsRoundTrip() {
    KryoCodec codec = KryoCodec.forRecords(KryoRegistrations.none().with(1000, Tide.class));
    Object value =
        List.of(
            Tide.FLOOD,
            java.util.EnumSet.allOf(Tide.class),
            new EnumMap<>(Map.of(Tide.FLOOD, TimeUnit.DAYS)));
    assertEquals(value, codec.decode(codec.encode(value)));
  }

  /** Ids and bytes of revision 1, which later versions read and write too. */
  @Test
  void theBytesOfRevisionOneAreKeptForEver() throws IOException {
    Map<String, Object> values = BasicValues.all();
    int lines = 0;
    for (String line : golden().lines().toList()) {
      String[] fields = line.split("\t", -1);
      Object value = values.get(fields[0]);
      byte[] bytes = HexFormat.of().parseHex(fields[1]);
      Object back = GRAPHS.decode(bytes);
      assertEquals(BasicValues.comparable(value), BasicValues.comparable(back), fields[0]);
      assertEquals(fields[1], HexFormat.of().formatHex(GRAPHS.encode(value)), fields[0]);
      lines++;
    }
    assertEquals(values.size(), lines, "a new value needs a line in a golden file of its own");
  }

  private static String golden() throws IOException {
    try (InputStream file = BasicValuesTest.class.getResourceAsStream("/golden/kryo-1.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
