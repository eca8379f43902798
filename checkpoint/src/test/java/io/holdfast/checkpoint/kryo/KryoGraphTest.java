package io.holdfast.checkpoint.kryo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Graphs of objects, their cycles and shared parts, and the classes found on the way. */
final class KryoGraphTest {
  static final class Node {
    final String name;
    final List<Node> next = new ArrayList<>();
    Object value;

    Node(String name) {
      this.name = name;
    }
  }

  record Pair(Object left, Object right) {}

  enum Color {
    RED,
    GREEN
  }

  @Test
  void cyclesAndSharedPartsAreKept() {
    Node first = new Node("first");
    Node second = new Node("second");
    first.next.add(second);
    second.next.add(first);
    first.value = new Pair(second, second);
    Node back = roundTrip(first);
    Node other = back.next.get(0);
    assertEquals("second", other.name);
    assertSame(back, other.next.get(0));
    assertSame(other, ((Pair) back.value).left());
    assertSame(other, ((Pair) back.value).right());
  }

  @Test
  void aCodecForRecordsDoesNotShareAndRefusesCycles() {
    KryoRegistrations known =
        KryoRegistrations.none().with(1000, Node.class).with(1001, Pair.class);
    KryoCodec codec = KryoCodec.forRecords(known);
    Node node = new Node("n");
    Pair pair = (Pair) codec.decode(codec.encode(new Pair(node, node)));
    assertNotSame(pair.left(), pair.right());
    node.value = node;
    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> codec.encode(node));
    assertContains(refused, "refers to itself", "field 'value' of");
  }

  @Test
  void aRecordThatContainsItselfIsRefusedBecauseItCannotBeRebuilt() {
    Node node = new Node("n");
    List<Object> inside = new ArrayList<>();
    Pair pair = new Pair(inside, 1);
    inside.add(pair);
    node.value = pair;
    ConfigurationException refused = assertThrows(ConfigurationException.class, () -> graph(node));
    assertContains(refused, "contains itself", Pair.class.getTypeName(), "break the cycle");
  }

  @Test
  void aDeepChainIsRefusedOnEveryStackAlike() {
    Node chain = new Node("end");
    for (int i = 0; i < 5000; i++) {
      Node link = new Node("link");
      link.value = chain;
      chain = link;
    }
    Node deep = chain;
    assertContains(
        assertThrows(ConfigurationException.class, () -> graph(deep)), "500 levels deep", "list");
  }

  @Test
  void classesAreFoundInOrderOfAppearanceAndNoOthersAreListed() {
    Node node = new Node("n");
    node.value = List.of(new Pair(Color.RED, String.class), new Color[] {Color.GREEN});
    EncodedGraph graph = graph(node);
    assertEquals(
        Map.of(10_000, Node.class, 10_001, Pair.class, 10_002, Color.class, 10_003, Color[].class),
        graph.registrations().classes());
    assertEquals(
        """
        holdfast-classes\t1\t1
        10000\t%1$s$Node\tfields(name:java.lang.String,next:java.util.List,value:java.lang.Object)
        10001\t%1$s$Pair\trecord(left:java.lang.Object,right:java.lang.Object)
        10002\t%1$s$Color\tenum
        10003\t[L%1$s$Color;\tarray
        """
            .replace("%1$s", KryoGraphTest.class.getName()),
        graph.registrations().toTable());
  }

  @Test
  void knownClassesKeepTheirIds() {
    KryoRegistrations known = KryoRegistrations.none().with(1234, Pair.class);
    EncodedGraph graph = KryoCodec.encodeGraph(new Pair(new Node("n"), 1), known);
    assertEquals(Set.of(1234, 10_000), graph.registrations().classes().keySet());
  }

  @Test
  void anObjectOfAClassThatWasFirstOnlyNamedIsWritten() {
    Pair pair = new Pair(Node.class, new Node("n"));
    EncodedGraph graph = graph(pair);
    assertTrue(graph.registrations().toTable().contains("\tfields("));
    Pair back = (Pair) reader(graph).decode(graph.bytes());
    assertSame(Node.class, back.left());
    assertEquals("n", ((Node) back.right()).name);
    EncodedGraph onlyNamed = graph(new Pair(Node.class, Runnable.class));
    assertTrue(onlyNamed.registrations().toTable().contains("$Node\tcode\n"));
    assertEquals(new Pair(Node.class, Runnable.class), reader(onlyNamed).decode(onlyNamed.bytes()));
  }

  /** A function object with a captured value and an enclosing instance, as in older code. */
  interface SerializableFunction<A, B> extends Function<A, B>, Serializable {}

  private final int offset = 100;

  @Test
  @SuppressWarnings("Convert2Lambda") // an anonymous class is what this is about
  void anonymousFunctionObjectsKeepWhatTheyCapture() {
    int captured = Integer.parseInt("7");
    SerializableFunction<Integer, Integer> function =
        new SerializableFunction<>() {
          @Override
          public Integer apply(Integer x) {
            return x + captured + offset;
          }
        };
    assertEquals(108, roundTrip(function).apply(1));
  }

  @SuppressWarnings("unchecked") // what went in comes out
  private static <T> T roundTrip(T root) {
    EncodedGraph graph = graph(root);
    return (T) reader(graph).decode(graph.bytes());
  }

  private static EncodedGraph graph(Object root) {
    return KryoCodec.encodeGraph(root, KryoRegistrations.none());
  }

  private static KryoCodec reader(EncodedGraph graph) {
    String table = graph.registrations().toTable();
    return KryoCodec.forGraphs(
        KryoRegistrations.fromTable(table, KryoGraphTest.class.getClassLoader()));
  }

  static void assertContains(Exception exception, String... parts) {
    for (String part : parts) {
      assertTrue(exception.getMessage().contains(part), exception.getMessage());
    }
  }
}
