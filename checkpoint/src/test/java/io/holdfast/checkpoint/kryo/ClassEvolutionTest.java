package io.holdfast.checkpoint.kryo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DamageException;
import io.holdfast.DriftException;
import io.holdfast.checkpoint.kryo.ClassChange.Effect;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects that were written by one version of a job and are read by another. */
final class ClassEvolutionTest {
  private static final String MOOD = "public enum Mood { GOOD, BAD }";

  @TempDir Path directory;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Stored(byte[] bytes, String table) {}

  /** Writes what an expression gives in the old job; its classes have ids from 1000. */
  private Stored stored(String expression, String... sources) {
    CompiledJob job = compile("before", expression, sources);
    KryoRegistrations registrations = registrations(job, sources);
    byte[] bytes = KryoCodec.forRecords(registrations).encode(job.call("Maker", "make"));
    return new Stored(bytes, registrations.toTable());
  }

  private CompiledJob compile(String version, String expression, String... sources) {
    String[] all = Arrays.copyOf(sources, sources.length + 1);
    all[sources.length] =
        "public class Maker { public static Object make() { return " + expression + "; } }";
    return CompiledJob.of(directory.resolve(version), all);
  }

  /** Arrays of the classes have ids from 2000. */
  private static KryoRegistrations registrations(CompiledJob job, String... sources) {
    KryoRegistrations registrations = KryoRegistrations.none();
    for (int i = 0; i < sources.length; i++) {
      Class<?> type = job.type(sources[i].replaceAll("public \\w+ (\\w+).*", "$1"));
      registrations = registrations.with(1000 + i, type).with(2000 + i, type.arrayType());
    }
    return registrations;
  }

  private ClassEvolution evolution(Stored stored, Set<String> droppable, String... sources) {
    return ClassEvolution.of(
        stored.table, registrations(compile("after", "null", sources), sources), droppable);
  }

  /** Reads it in the new job and compares with what an expression gives there. */
  private ClassEvolution reads(
      Stored stored, Set<String> droppable, String expected, String... sources) {
    CompiledJob job = compile("after", expected, sources);
    ClassEvolution evolution =
        ClassEvolution.of(stored.table, registrations(job, sources), droppable);
    Object read = KryoCodec.readingValues(evolution).decode(stored.bytes);
    assertEquals(job.call("Maker", "make"), read);
    return evolution;
  }

  @Test
  void fieldsComeGoAndMove() {
    ClassEvolution evolution =
        reads(
            stored(
                "java.util.List.of(new R(1, \"two\", 3.0), new R(4, null, 5.0))",
                "public record R(int a, String b, double c) {}"),
            Set.of("R#b"),
            "java.util.List.of(new R(false, 3.0, null, 1, 0), new R(false, 5.0, null, 4, 0))",
            "public record R(boolean isNew, double c, String text, int a, long count) {}");
    assertTrue(evolution.converts());
    ClassChange change = evolution.changes().get(0);
    assertEquals(Effect.CONVERTED, change.effect());
    assertEquals("'b' is gone; 'isNew' is new; 'text' is new; 'count' is new", change.words());
  }

  @Test
  void newFieldsOfObjectsHaveWhatTheConstructorGives() {
    reads(
        stored("new C()", "public class C { int a = 1; String b = \"old\"; }"),
        Set.of(),
        "new C().with(1, \"old\")",
        "public class C { long a; String b; String c = \"first\"; "
            + "C with(long x, String y) { a = x; b = y; return this; }"
            + "public String toString() { return a + b + c; } "
            + "public int hashCode() { return 0; }"
            + "public boolean equals(Object o) { return toString().equals(o.toString()); } }");
  }

  @Test
  void anOrdinaryClassMayBecomeARecord() {
    reads(
        stored("new C()", "public class C { int a = 1; String b = \"old\"; long[] c = {5}; }"),
        Set.of("C#c"),
        "new C(\"old\", 1)",
        "public record C(String b, int a) {}");
  }

  @Test
  void numbersBecomeWider() {
    reads(
        stored(
            "new R((byte) -1, (short) 2, 'c', -4, 5f, 6, 7L, true)",
            "public record R(byte a, short b, char c, int d, float e, int f, Long g, boolean h) {}"),
        Set.of(),
        "new R(-1, 2L, 99, -4.0, 5.0, 6, 7L, true)",
        "public record R(int a, long b, int c, double d, double e, Integer f, long g, Object h) {}");
  }

  @Test
  void whatIsInAFieldThatIsGoneMayBeOfClassesThatAreGone() {
    ClassEvolution evolution =
        reads(
            stored(
                "new R(java.util.List.of(new Gone(1, Mood.GOOD, new Gone[] {null}), 2), 3)",
                "public record R(Object details, int number) {}",
                "public record Gone(int a, Mood mood, Gone[] others) {}",
                MOOD),
            Set.of("R#details"),
            "new R(3)",
            "public record R(int number) {}");
    assertEquals(
        Map.of(Effect.CONVERTED, 1L, Effect.UNREGISTERED, 4L),
        evolution.changes().stream()
            .collect(Collectors.groupingBy(ClassChange::effect, Collectors.counting())));
  }

  @Test
  void aClassThatIsGoneIsRefusedWhereItIsNeeded() {
    Stored stored = stored("java.util.List.of(new Gone(1))", "public record Gone(int a) {}");
    ClassEvolution evolution = evolution(stored, Set.of());
    assertEquals(Effect.UNREGISTERED, evolution.requireReadable().changes().get(0).effect());
    DriftException refused =
        assertThrows(
            DriftException.class, () -> KryoCodec.readingValues(evolution).decode(stored.bytes));
    assertEquals(
        "Stored data does not fit the job's code: an object of Gone, which is not registered."
            + " Start the version of the job that wrote it.",
        refused.getMessage());
  }

  @Test
  void aRenamedClassIsToldByItsFormerName() {
    String before = "public record Before(int a) {}";
    String after = "public record After(int a) {}";
    Stored stored = stored("new Before(1)", before);
    CompiledJob job = compile("after", "new After(1)", after);
    KryoRegistrations undeclared = KryoRegistrations.none().with(1000, job.type("After"));
    assertRefused(
        ClassEvolution.of(stored.table, undeclared, Set.of()),
        "id 1000 is After now; if it is the same, register(1000, After.class, \"Before\")");
    KryoRegistrations declared =
        KryoRegistrations.none().with(1000, job.type("After"), Set.of("Earlier", "Before"));
    ClassEvolution evolution = ClassEvolution.of(stored.table, declared, Set.of());
    assertEquals(Effect.RENAMED, evolution.changes().get(0).effect());
    assertEquals(job.call("Maker", "make"), KryoCodec.readingKeys(evolution).decode(stored.bytes));
  }

  @Test
  void whatWouldLoseSomethingIsRefused() {
    Stored stored =
        stored(
            "null",
            "public record Dropped(int a, String b) {}",
            "public record Narrowed(long a, double b, int c) {}",
            MOOD,
            "public record Boxed(Integer a) {}");
    ClassEvolution evolution =
        evolution(
            stored,
            Set.of("Dropped#a", "Other#b"),
            "public record Dropped() {}",
            "public record Narrowed(int a, String b, float c) {}",
            "public record Mood(String name) {}",
            "public record Boxed(int a) {}");
    assertRefused(
        evolution,
        "id 1000  Dropped: refused",
        "'b' is gone: allow its values to be dropped with"
            + " StreamingConfig.allowDropping(\"Dropped#b\")",
        "'a' was a long, is a int: its values do not fit",
        "'b' was a double, is a java.lang.String: its values do not fit",
        "'c' was a int, is a float: its values do not fit",
        "was stored as enum, is record(name:java.lang.String) now");
    assertFalse(
        assertThrows(DriftException.class, evolution::requireReadable)
            .getMessage()
            .contains("Boxed"),
        "that depends on the values");
  }

  private static void assertRefused(ClassEvolution evolution, String... parts) {
    String message = assertThrows(DriftException.class, evolution::requireReadable).getMessage();
    for (String part : parts) {
      assertTrue(message.contains(part), () -> part + " in " + message);
    }
  }

  @Test
  void aValueThatDoesNotFitIsNamed() {
    Stored stored = stored("new R(null, \"text\")", "public record R(Integer a, Object b) {}");
    assertValueRefused(
        stored, "no value is stored for field 'a' of R, which is a int now", "int a, Object b");
    assertValueRefused(
        stored,
        "a java.lang.String is stored for field 'b' of R, which is a java.util.List now",
        "Integer a, java.util.List b");
  }

  private void assertValueRefused(Stored stored, String what, String components) {
    ClassEvolution evolution =
        evolution(stored, Set.of(), "public record R(" + components + ") {}");
    String message =
        assertThrows(
                DriftException.class, () -> KryoCodec.readingValues(evolution).decode(stored.bytes))
            .getMessage();
    assertTrue(message.contains(what), message);
  }

  @Test
  void keysAreNotConverted() {
    String same = "public record Same(int a) {}";
    Stored changed = stored("new R(1, new Same(2))", "public record R(int a, Same b) {}", same);
    String[] after = {"public record R(int a, Same b, int c) {}", same};
    KryoCodec keys = KryoCodec.readingKeys(evolution(changed, Set.of(), after));
    String message =
        assertThrows(DriftException.class, () -> keys.decode(changed.bytes)).getMessage();
    assertTrue(message.contains("a key holds a R, whose fields have changed"), message);
    Stored unchanged = stored("new Same(2)", "public record R(int a, Same b) {}", same);
    assertEquals("Same[a=2]", keys.decode(unchanged.bytes).toString());
  }

  @Test
  void nothingChangesWithTheSameOrMoreClasses() {
    String same = "public record Same(int a) {}";
    ClassEvolution evolution =
        reads(stored("new Same(2)", same), Set.of(), "new Same(2)", same, MOOD);
    assertEquals(List.of(), evolution.changes());
    assertFalse(evolution.converts());
  }

  @Test
  void hostileBytesAreDamageOrDrift() {
    Stored stored =
        stored(
            "new R(new Gone(5, Mood.BAD), java.util.List.of(\"a\", 1L), 3)",
            "public record R(Object a, java.util.List b, int c) {}",
            "public record Gone(int a, Mood b) {}",
            MOOD);
    KryoCodec codec =
        KryoCodec.readingValues(
            evolution(stored, Set.of("R#a"), "public record R(java.util.List b, long c) {}"));
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Arrays.copyOf(stored.bytes, 1 + random.nextInt(stored.bytes.length));
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      try {
        codec.decode(bytes);
      } catch (DamageException | DriftException e) {
        assertTrue(e.getMessage().endsWith("."), e.getMessage());
      }
    }
  }

  @Test
  void aFingerprintThatIsNoneIsDamage() {
    for (String fingerprint :
        List.of("", "record", "record(", "record(a)", "enum()", "thing(a:b)")) {
      String table = "holdfast-classes\t1\t1\n1000\tA\t" + fingerprint + "\n";
      assertThrows(
          DamageException.class,
          () -> ClassEvolution.of(table, KryoRegistrations.none(), Set.of()),
          fingerprint);
    }
  }
}
