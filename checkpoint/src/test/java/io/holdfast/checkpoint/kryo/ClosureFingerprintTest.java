package io.holdfast.checkpoint.kryo;

import static io.holdfast.checkpoint.kryo.KryoGraphTest.assertContains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.DamageException;
import io.holdfast.NewerFormatException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real drift: two versions of a job, compiled here, each with its own class loader. */
final class ClosureFingerprintTest {
  private static final String JOB =
      """
      public class Job {
        public interface F extends java.util.function.IntUnaryOperator, java.io.Serializable {}
        static F[] chain(F... functions) { return functions; }
        public static F[] functions() { return chain(%s); }
      }
      """;

  @TempDir Path directory;

  @Test
  void aLambdaInsertedBeforeAnotherBindsTheWrongFunctionAndIsSeen() {
    CompiledJob before = job("before", "x -> x + 1, x -> x * 100");
    CompiledJob after = job("after", "x -> x - 7, x -> x + 1, x -> x * 100");
    Object[] functions = functions(before);
    List<ClosureFingerprint> stored =
        List.of(of("plus one", functions[0]), of("times hundred", functions[1]));

    // The danger is real: both functions are found, and both are the wrong ones.
    KryoCodec reader = KryoCodec.forGraphs(registrations(functions, after));
    Object[] bound = (Object[]) reader.decode(bytes(functions));
    assertEquals(5 - 7, apply(bound[0], 5));
    assertEquals(5 + 1, apply(bound[1], 5));

    List<ClosureFingerprint> now = List.of(of("plus one", bound[0]), of("times hundred", bound[1]));
    for (List<String> drifts :
        List.of(
            ClosureFingerprint.compare(stored, now),
            ClosureFingerprint.verify(stored, after.loader()))) {
      assertEquals(2, drifts.size());
      assertTrue(
          drifts.get(0).matches("'plus one': Job was compiled from other source, .*lambda.*"),
          drifts.get(0));
    }
  }

  @Test
  void theSameSourceCompiledAgainIsTheSameCode() {
    CompiledJob before = job("before", "x -> x + 1, Math::abs, Integer::bitCount");
    CompiledJob after = job("after", "x -> x + 1, Math::abs, Integer::bitCount");
    List<ClosureFingerprint> stored = all(functions(before));
    assertEquals(List.of(), ClosureFingerprint.compare(stored, all(functions(after))));
    assertEquals(List.of(), ClosureFingerprint.verify(stored, after.loader()));
    assertEquals(stored, all(functions(after)));
  }

  @Test
  void aChangedBodyUnderTheSameNameIsSeen() {
    CompiledJob before = job("before", "x -> x + 1");
    CompiledJob after = job("after", "x -> x + 2");
    List<ClosureFingerprint> stored = all(functions(before));
    List<ClosureFingerprint> now = all(functions(after));
    assertEquals(stored.get(0).method(), now.get(0).method());
    assertEquals(1, ClosureFingerprint.compare(stored, now).size());
  }

  @Test
  void aMethodReferencedInAnotherClassCountsToo() {
    String helper = "public class Other { public static int f(int x) { return x + %s; } }";
    String source = JOB.replace("%s", "Other::f");
    CompiledJob before = CompiledJob.of(directory.resolve("1"), source, helper.replace("%s", "1"));
    CompiledJob after = CompiledJob.of(directory.resolve("2"), source, helper.replace("%s", "2"));
    List<ClosureFingerprint> stored = all(functions(before));
    assertEquals("Other", stored.get(0).implementationClass());
    assertEquals("f", stored.get(0).method());
    assertEquals("(I)I", stored.get(0).descriptor());
    assertEquals(1, ClosureFingerprint.compare(stored, all(functions(after))).size());
    assertEquals(1, ClosureFingerprint.verify(stored, after.loader()).size());
  }

  @Test
  void functionObjectsAreComparedByTheirClassAndItsAncestors() {
    String base = "public class Base { public int f(int x) { return x + %s; } }";
    String function = "public class Fun extends Base {}";
    CompiledJob before = CompiledJob.of(directory.resolve("1"), base.replace("%s", "1"), function);
    CompiledJob after = CompiledJob.of(directory.resolve("2"), base.replace("%s", "2"), function);
    ClosureFingerprint stored = of("op", instance(before, "Fun"));
    assertEquals(new ClosureFingerprint("op", "Fun", "Fun", "", "", stored.sha256()), stored);
    List<String> drifts =
        ClosureFingerprint.compare(List.of(stored), List.of(of("op", instance(after, "Fun"))));
    assertEquals(1, drifts.size());
    assertTrue(drifts.get(0).contains("an object of Fun"), drifts.get(0));
    assertEquals(drifts, ClosureFingerprint.verify(List.of(stored), after.loader()));
  }

  @Test
  void theDigestOfALambdaIsThatOfItsClassFile() throws Exception {
    CompiledJob job = job("before", "x -> x + 1");
    byte[] file = Files.readAllBytes(directory.resolve("before/classes/Job.class"));
    String expected = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    assertEquals(expected, all(functions(job)).get(0).sha256());
  }

  @Test
  void goneNewAndExchangedFunctionsAreToldApart() {
    CompiledJob job = job("before", "x -> x + 1, x -> x + 2");
    Object[] functions = functions(job);
    List<String> drifts =
        ClosureFingerprint.compare(
            List.of(of("a", functions[0]), of("b", functions[1])),
            List.of(of("a", functions[1]), of("c", functions[0])));
    assertEquals(3, drifts.size());
    assertTrue(drifts.get(0).startsWith("'a' was method lambda$functions$"), drifts.get(0));
    assertTrue(drifts.get(0).contains(" and is now method lambda$functions$"), drifts.get(0));
    assertTrue(drifts.get(1).startsWith("'b' is gone: "), drifts.get(1));
    assertTrue(drifts.get(2).startsWith("'c' is new: "), drifts.get(2));
  }

  @Test
  void aClassThatIsGoneIsDrift() {
    List<ClosureFingerprint> stored = all(functions(job("before", "x -> x + 1")));
    CompiledJob other = CompiledJob.of(directory.resolve("other"), "public class Other {}");
    List<String> drifts = ClosureFingerprint.verify(stored, other.loader());
    assertTrue(drifts.get(0).contains("cannot be loaded"), drifts.get(0));
  }

  @Test
  void withoutAClassFileNothingIsProven() {
    ClosureFingerprint unknown = new ClosureFingerprint("x", "A", "A", "m", "()V", "");
    List<String> drifts = ClosureFingerprint.compare(List.of(unknown), List.of(unknown));
    assertTrue(drifts.get(0).contains("no class file"), drifts.get(0));
  }

  @Test
  void textIsReadBackWhateverTheLabels() {
    List<ClosureFingerprint> fingerprints =
        List.of(
            new ClosureFingerprint("a\tb\\n\nc \u20ac", "A", "B", "m", "(I)I", "00"),
            new ClosureFingerprint("", "A", "A", "", "", ""));
    String text = ClosureFingerprint.toText(fingerprints);
    assertEquals(3, text.lines().count());
    assertEquals(fingerprints, ClosureFingerprint.fromText(text));
    assertEquals(List.of(), ClosureFingerprint.fromText(ClosureFingerprint.toText(List.of())));
  }

  @Test
  void malformedTextIsDamageAndNewerTextIsNewer() {
    String good = "holdfast-closures\t1\n";
    for (String bad : List.of("", "x", good.trim(), good + "a\n", good + "\\x\ta\tb\tc\td\te\n")) {
      assertThrows(DamageException.class, () -> ClosureFingerprint.fromText(bad), bad);
    }
    assertThrows(
        NewerFormatException.class, () -> ClosureFingerprint.fromText("holdfast-closures\t2\n"));
  }

  @Test
  void labelsAreUniqueAndLambdasSerializable() {
    Function<Integer, Integer> plain = x -> x;
    assertContains(
        assertThrows(ConfigurationException.class, () -> of("step", plain)),
        "'step'",
        "not serializable");
    ClosureFingerprint one = of("step", (Function<Integer, Integer> & Serializable) x -> x);
    assertFalse(one.sha256().isEmpty());
    assertContains(
        assertThrows(
            ConfigurationException.class, () -> ClosureFingerprint.toText(List.of(one, one))),
        "'step'");
  }

  private CompiledJob job(String name, String functions) {
    return CompiledJob.of(directory.resolve(name), JOB.replace("%s", functions));
  }

  private static Object[] functions(CompiledJob job) {
    return (Object[]) job.call("Job", "functions");
  }

  private static List<ClosureFingerprint> all(Object[] functions) {
    List<ClosureFingerprint> all = new ArrayList<>();
    for (Object function : functions) {
      all.add(of("function " + all.size(), function));
    }
    return all;
  }

  private static ClosureFingerprint of(String label, Object function) {
    return ClosureFingerprint.of(label, function);
  }

  private static int apply(Object function, int x) {
    return ((IntUnaryOperator) function).applyAsInt(x);
  }

  private static Object instance(CompiledJob job, String name) {
    try {
      return job.type(name).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static byte[] bytes(Object[] functions) {
    return KryoCodec.encodeGraph(functions, KryoRegistrations.none()).bytes();
  }

  private static KryoRegistrations registrations(Object[] functions, CompiledJob reader) {
    String table =
        KryoCodec.encodeGraph(functions, KryoRegistrations.none()).registrations().toTable();
    return KryoRegistrations.fromTable(table, reader.loader());
  }
}
