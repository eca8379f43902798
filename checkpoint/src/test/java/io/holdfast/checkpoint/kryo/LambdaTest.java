package io.holdfast.checkpoint.kryo;

import static io.holdfast.checkpoint.kryo.KryoGraphTest.assertContains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdfast.ConfigurationException;
import io.holdfast.DriftException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LambdaTest {
  interface SerializableFunction<A, B> extends Function<A, B>, Serializable {}

  interface SerializableSupplier<A> extends Supplier<A>, Serializable {}

  record Scale(int factor) {
    int apply(int x) {
      return x * factor;
    }
  }

  static final class Operators {
    final List<SerializableFunction<Integer, Integer>> functions;

    Operators(List<SerializableFunction<Integer, Integer>> functions) {
      this.functions = functions;
    }
  }

  @TempDir Path directory;

  @Test
  void lambdasKeepWhatTheyCapture() {
    int add = Integer.parseInt("10");
    Scale scale = new Scale(3);
    List<Integer> list = List.of(1, 2);
    Operators operators =
        roundTrip(
            new Operators(
                List.of(
                    x -> x + 1, x -> x + add, x -> scale.apply(x) + list.size(), scale::apply)));
    assertEquals(
        List.of(6, 15, 17, 15), operators.functions.stream().map(f -> f.apply(5)).toList());
  }

  @Test
  void methodReferencesOfEveryKindRoundTrip() {
    SerializableFunction<String, Integer> virtual = String::length;
    SerializableFunction<String, Integer> statik = Integer::parseInt;
    SerializableFunction<Integer, Scale> constructor = Scale::new;
    SerializableSupplier<Integer> bound = "hello"::length;
    SerializableFunction<Integer, int[]> array = int[]::new;
    assertEquals(3, roundTrip(virtual).apply("abc"));
    assertEquals(12, roundTrip(statik).apply("12"));
    assertEquals(new Scale(2), roundTrip(constructor).apply(2));
    assertEquals(5, roundTrip(bound).get());
    assertEquals(4, roundTrip(array).apply(4).length);
  }

  @Test
  void lambdasInsideLambdasAndAsComparatorsRoundTrip() {
    SerializableFunction<Integer, Integer> inner = x -> x * 2;
    SerializableFunction<Integer, Integer> outer = x -> inner.apply(x) + 1;
    assertEquals(9, roundTrip(outer).apply(4));
    TreeMap<String, Integer> map =
        new TreeMap<>((Comparator<String> & Serializable) (a, b) -> b.compareTo(a));
    map.put("a", 1);
    map.put("b", 2);
    TreeMap<String, Integer> back = roundTrip(map);
    back.put("c", 3);
    assertEquals("{c=3, b=2, a=1}", back.toString());
  }

  @Test
  void anIntersectionCastIsEnough() {
    BiFunction<Integer, Integer, Integer> sum =
        (BiFunction<Integer, Integer, Integer> & Serializable) Integer::sum;
    assertEquals(7, roundTrip(sum).apply(3, 4));
  }

  @Test
  void aLambdaThatIsNotSerializableIsNamedWithTheWayOut() {
    Function<Integer, Integer> plain = x -> x + 1;
    Object holder = new Object[] {plain};
    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> roundTrip(holder));
    assertContains(
        refused,
        "LambdaTest$$Lambda",
        "in " + LambdaTest.class.getName(),
        "not serializable",
        "element 0 of java.lang.Object[]",
        "io.holdfast.stream.function",
        "& Serializable");
  }

  @Test
  void aCapturedValueThatCannotBeEncodedIsNamed() {
    ReentrantLock lock = new ReentrantLock();
    SerializableFunction<Integer, Boolean> function = x -> lock.isLocked();
    assertContains(
        assertThrows(ConfigurationException.class, () -> roundTrip(function)),
        "java.util.concurrent.locks.ReentrantLock",
        "captured value 1 (java.util.concurrent.locks.ReentrantLock) of the lambda",
        "way out");
  }

  @Test
  void aLambdaThatCapturesItselfIsRefusedBecauseItCannotBeRebuilt() {
    List<Object> list = new ArrayList<>();
    SerializableSupplier<Object> function = () -> list;
    list.add(function);
    assertContains(
        assertThrows(ConfigurationException.class, () -> roundTrip(function)), "contains itself");
  }

  private final ReentrantLock field = new ReentrantLock();

  @Test
  void capturingThisIsShownAsWhatItIs() {
    SerializableFunction<Integer, Boolean> function = x -> field.isLocked();
    assertContains(
        assertThrows(ConfigurationException.class, () -> roundTrip(function)),
        "field 'directory' of " + LambdaTest.class.getName(),
        "captured value 1 (" + LambdaTest.class.getName() + ")");
  }

  @Test
  void lambdasThatTheJdkMakesAreRefused() {
    Comparator<String> made =
        Comparator.comparing((Function<String, Integer> & Serializable) String::length);
    assertContains(
        assertThrows(ConfigurationException.class, () -> roundTrip(made)),
        "cannot be taken apart",
        "write the lambda out");
  }

  @Test
  void withRegisteredClassesOnlyTheHomeOfALambdaMustBeRegistered() {
    SerializableFunction<Integer, Integer> function = x -> x + 1;
    KryoCodec codec = KryoCodec.forGraphs(KryoRegistrations.none());
    assertContains(
        assertThrows(ConfigurationException.class, () -> codec.encode(function)),
        LambdaTest.class.getName() + " is not registered");
  }

  @Test
  void aLambdaThatIsGoneIsDrift() {
    String source =
        """
        public class Job {
          public interface F extends java.util.function.IntUnaryOperator, java.io.Serializable {}
          public static Object function() { F f = x -> x + %s; return f; }
        }
        """;
    CompiledJob before = CompiledJob.of(directory.resolve("1"), source.replace("%s", "1"));
    CompiledJob same = CompiledJob.of(directory.resolve("2"), source.replace("%s", "1"));
    CompiledJob after =
        CompiledJob.of(
            directory.resolve("3"),
            "public class Job { public interface F extends java.util.function.IntUnaryOperator {} }");
    Object function = before.call("Job", "function");
    EncodedGraph graph = KryoCodec.encodeGraph(function, KryoRegistrations.none());
    assertEquals(same.type("Job$F"), decode(graph, same).getClass().getInterfaces()[0]);
    assertContains(
        assertThrows(DriftException.class, () -> decode(graph, after)), "lambda$function$", "Job");
  }

  private static Object decode(EncodedGraph graph, CompiledJob job) {
    String table = graph.registrations().toTable();
    return KryoCodec.forGraphs(KryoRegistrations.fromTable(table, job.loader()))
        .decode(graph.bytes());
  }

  @Test
  void nothingIsPrinted() {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (PrintStream both = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(both);
      System.setErr(both);
      SerializableFunction<Integer, Integer> function = x -> x + 1;
      assertEquals(2, roundTrip(function).apply(1));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertEquals("", printed.toString(StandardCharsets.UTF_8));
  }

  @SuppressWarnings("unchecked") // what went in comes out
  private static <T> T roundTrip(T root) {
    EncodedGraph graph = KryoCodec.encodeGraph(root, KryoRegistrations.none());
    String table = graph.registrations().toTable();
    return (T)
        KryoCodec.forGraphs(KryoRegistrations.fromTable(table, LambdaTest.class.getClassLoader()))
            .decode(graph.bytes());
  }
}
