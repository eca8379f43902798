package io.holdfast.checkpoint.kryo;

import static io.holdfast.checkpoint.kryo.KryoGraphTest.assertContains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdfast.ConfigurationException;
import io.holdfast.DamageException;
import io.holdfast.DriftException;
import io.holdfast.NewerFormatException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KryoRegistrationsTest {
  record A(int x) {}

  record B(int x) {}

  @TempDir Path directory;

  @Test
  void isAValueInTheOrderOfIds() {
    KryoRegistrations none = KryoRegistrations.none();
    KryoRegistrations both = none.with(2000, A.class).with(1000, B.class).with(2000, A.class);
    assertEquals(List.of(1000, 2000), new ArrayList<>(both.classes().keySet()));
    assertEquals(OptionalInt.of(2000), both.idOf(A.class));
    assertEquals(OptionalInt.empty(), none.idOf(A.class));
  }

  @Test
  void clashesNameBoth() {
    KryoRegistrations one = KryoRegistrations.none().with(1000, A.class);
    assertContains(
        assertThrows(ConfigurationException.class, () -> one.with(1000, B.class)),
        "Id 1000",
        A.class.getTypeName(),
        B.class.getTypeName());
    assertContains(
        assertThrows(ConfigurationException.class, () -> one.with(1001, A.class)),
        A.class.getTypeName(),
        "1000",
        "1001");
  }

  @Test
  void idsAreInTheirRanges() {
    for (int id : new int[] {-1, 0, 99, 200, 999, 10_000}) {
      assertContains(
          assertThrows(
              ConfigurationException.class, () -> KryoRegistrations.none().with(id, A.class)),
          "Id " + id,
          "1000 to 9999");
    }
    KryoRegistrations.none().with(100, A.class).with(199, B.class);
  }

  static class Hooked implements Serializable {
    private Object readResolve() {
      return this;
    }
  }

  static class ExtendsList extends ArrayList<String> {
    int extra;
  }

  static class ExtendsException extends RuntimeException {}

  abstract static class Abstract {}

  @Test
  void classesThatCannotBeWrittenFaithfullyAreRefusedWithTheReason() {
    refused(Hooked.class, "readResolve) would be ignored", "convert it to a record");
    refused(ExtendsList.class, "extends java.util.ArrayList", "in a field");
    refused(ExtendsException.class, "extends java.lang.Throwable", "in a field");
    refused(Abstract.class, "abstract", "classes that extend it");
    refused(Runnable.class, "no objects of its own", "implement it");
    refused(Thread.class, "JDK class", "record");
    refused(int.class, "no objects of its own", "");
    Runnable lambda = () -> {};
    refused(lambda.getClass(), "no lasting name", "defines the lambda");
  }

  private static void refused(Class<?> type, String... parts) {
    assertContains(
        assertThrows(ConfigurationException.class, () -> KryoRegistrations.none().with(1000, type)),
        parts);
  }

  @Test
  void aTableIsReadBack() {
    KryoRegistrations before =
        KryoRegistrations.none().with(1000, A.class).with(1001, A[].class).with(150, B.class);
    KryoRegistrations after =
        KryoRegistrations.fromTable(before.toTable(), A.class.getClassLoader());
    assertEquals(before.classes(), after.classes());
    assertEquals(before.toTable(), after.toTable());
    assertSame(A[].class, after.classes().get(1001));
    before.requireNoDrift(after.toTable());
    before.with(1002, B[].class).requireNoDrift(after.toTable());
  }

  @Test
  void everyDifferenceIsListedAtOnce() {
    CompiledJob before =
        CompiledJob.of(
            directory.resolve("before"),
            "public record Changed(int a, String b) {}",
            "public class Grown { int x; }",
            "public class Gone {}",
            "public record Same(long l) {}");
    CompiledJob after =
        CompiledJob.of(
            directory.resolve("after"),
            "public record Changed(int a, long b) {}",
            "public class Grown { int x; transient int not; java.util.List<String> y; }",
            "public record Same(long l) { public int twice() { return 2; } }");
    KryoRegistrations registrations = KryoRegistrations.none();
    int id = 1000;
    for (String name : List.of("Changed", "Grown", "Gone", "Same")) {
      registrations = registrations.with(id++, before.type(name));
    }
    String table = registrations.toTable();
    assertEquals(
        table, KryoRegistrations.fromTable(table, before.loader()).toTable(), "same classes");

    DriftException drift =
        assertThrows(
            DriftException.class, () -> KryoRegistrations.fromTable(table, after.loader()));
    assertEquals(
        """
        The job's classes are not those its stored data was made with:
          id 1000  Changed
              stored: record(a:int,b:java.lang.String)
              now:    record(a:int,b:long)
          id 1001  Grown
              stored: fields(x:int)
              now:    fields(x:int,y:java.util.List)
          id 1002  Gone
              stored: fields()
              now:    there is no such class
        """,
        drift.getMessage().substring(0, drift.getMessage().indexOf("Start the version")));

    KryoRegistrations now =
        KryoRegistrations.none().with(1000, after.type("Same")).with(1001, after.type("Grown"));
    List<String> differences = now.drifts(table).stream().map(ClassDrift::now).toList();
    assertEquals(
        List.of(
            "id 1000 is Same",
            "fields(x:int,y:java.util.List)",
            "id 1002 is not registered",
            "id 1003 is not registered"),
        differences);
    assertThrows(DriftException.class, () -> now.requireNoDrift(table));
  }

  @Test
  void inheritedFieldsAndTheKindOfClassCountToo() {
    CompiledJob before =
        CompiledJob.of(
            directory.resolve("before"),
            "public class Base { int x; }",
            "public class Derived extends Base { int x; }",
            "public enum Kind { A }");
    CompiledJob after =
        CompiledJob.of(
            directory.resolve("after"),
            "public class Base { long x; }",
            "public class Derived extends Base { int x; }",
            "public record Kind() {}");
    String table =
        KryoRegistrations.none()
            .with(1000, before.type("Derived"))
            .with(1001, before.type("Kind"))
            .toTable();
    assertContains(
        assertThrows(
            DriftException.class, () -> KryoRegistrations.fromTable(table, after.loader())),
        "stored: fields(Base#x:int,x:int)",
        "now:    fields(Base#x:long,x:int)",
        "stored: enum",
        "now:    record()");
  }

  @Test
  void enumConstantsMayBeAddedAndMovedButNotRemoved() {
    CompiledJob before = CompiledJob.of(directory.resolve("before"), "public enum Kind { A, B }");
    CompiledJob after = CompiledJob.of(directory.resolve("after"), "public enum Kind { NEW, B }");
    KryoRegistrations then = KryoRegistrations.none().with(1000, before.type("Kind"));
    KryoCodec writer = KryoCodec.forRecords(then);
    KryoCodec reader =
        KryoCodec.forRecords(KryoRegistrations.fromTable(then.toTable(), after.loader()));
    Object[] constants = before.type("Kind").getEnumConstants();
    assertEquals("B", reader.decode(writer.encode(constants[1])).toString());
    assertContains(
        assertThrows(DriftException.class, () -> reader.decode(writer.encode(constants[0]))),
        "enum Kind has no constant 'A'");
  }

  @Test
  void malformedTablesAreDamageAndNewerOnesAreNewer() {
    String good = KryoRegistrations.none().with(1000, A.class).toTable();
    for (String bad :
        List.of(
            "",
            "x\n",
            good.substring(0, good.length() - 1),
            good.replace("1000", "x"),
            good.replace("1000", "99"),
            good.replace("1000\t", "1000"),
            good + good.substring(good.indexOf('\n') + 1))) {
      assertThrows(DamageException.class, () -> table(bad), bad);
    }
    assertThrows(NewerFormatException.class, () -> table("holdfast-classes\t2\t1\n"));
    assertThrows(NewerFormatException.class, () -> table("holdfast-classes\t1\t2\n"));
  }

  private static KryoRegistrations table(String text) {
    return KryoRegistrations.fromTable(text, A.class.getClassLoader());
  }
}
