package io.holdfast.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DamageException;
import io.holdfast.NewerFormatException;
import io.holdfast.WrongApplicationException;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.SimulatedStorage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class ContainerTest {
  /** Where the sample's table begins: after a header of 72 bytes and 28 bytes of sections. */
  private static final int TABLE = 100;

  @Test
  void readsBackWhatWasWritten() {
    try (ContainerReader reader = open(Samples.bytes())) {
      assertEquals(Samples.checkpoint(), reader.checkpoint());
      assertEquals(Samples.APPLICATION, reader.header().application());
      assertEquals(List.of("meta", "classes", "graph", "pending"), reader.sectionNames());
      assertEquals("holdfast-classes\t1\t1\n", reader.section("classes").text());
    }
  }

  @Test
  void readsACheckpointWithoutSectionsAndOneWithAsManyAsCanBe() {
    Checkpoint none = new Checkpoint(Samples.ID, 0, List.of());
    assertEquals(none, open(Samples.bytes(none)).checkpoint());

    List<CheckpointSection> sections = new ArrayList<>();
    for (int i = 0; i < ContainerFormat.LARGEST_SECTION_COUNT; i++) {
      String name = i + "x".repeat(120);
      sections.add(new CheckpointSection(name, i, SectionCodec.FIELDS, new byte[i % 3]));
    }
    Checkpoint many = new Checkpoint(Samples.ID, 0, sections);
    assertEquals(many, open(Samples.bytes(many)).checkpoint());
    sections.add(CheckpointSection.text("one-too-many", 1, ""));
    assertThrows(IllegalArgumentException.class, () -> new Checkpoint(Samples.ID, 0, sections));
  }

  @Test
  void readsSectionsLargerThanTheReadBuffer() {
    byte[] large = new byte[300_000];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31);
    }
    CheckpointSection section = new CheckpointSection("big", 1, SectionCodec.KRYO, large);
    Checkpoint checkpoint = new Checkpoint(Samples.ID, 0, List.of(section));
    assertArrayEquals(large, open(Samples.bytes(checkpoint)).section("big").bytes());
  }

  @Test
  void theFileOfAnotherApplicationIsNamedAsSuch() {
    Storage storage = Samples.storageOf(Samples.bytes());
    WrongApplicationException refused =
        assertThrows(
            WrongApplicationException.class,
            () -> ContainerReader.open(storage, "file", Samples.OTHER_APPLICATION));
    assertContains(refused, "sim:/file", Samples.APPLICATION.toString(), "its own directory");
  }

  @Test
  void aMissingSectionIsNamedWithThoseThatAreThere() {
    NoSuchElementException missing =
        assertThrows(NoSuchElementException.class, () -> open(Samples.bytes()).section("state"));
    assertContains(missing, "'state'", "[meta, classes, graph, pending]");
  }

  @Test
  void aSectionThatRotsAfterTheFileWasOpenedIsNotHandedOut() {
    SimulatedStorage storage = new SimulatedDisk().storage();
    byte[] bytes = Samples.bytes();
    Samples.put(storage, "file", bytes);
    try (ContainerReader reader = ContainerReader.open(storage, "file")) {
      bytes[72] ^= 1;
      storage.disk().overwrite("file", bytes);
      DamageException damage = assertThrows(DamageException.class, () -> reader.section("meta"));
      assertContains(damage, "'meta'", "offset 72");
    }
  }

  @Test
  void aNewerMajorVersionOrAnUnknownFeatureIsNewerNotDamaged() {
    byte[] major = Samples.bytes();
    ContainerFormat.littleEndian(major).putShort(8, (short) 2);
    assertContains(refused(NewerFormatException.class, Samples.reseal(major)), "format 2.0");

    byte[] feature = Samples.bytes();
    ContainerFormat.littleEndian(feature).putLong(16, 4);
    assertContains(refused(NewerFormatException.class, Samples.reseal(feature)), "0x4");

    byte[] codec = Samples.bytes();
    ContainerFormat.littleEndian(codec).putShort(TABLE + 24, (short) 9);
    assertContains(refused(NewerFormatException.class, Samples.reseal(codec)), "codec 9", "meta");
  }

  @Test
  void aNewerMinorVersionAndUnknownCompatibleFlagsAreRead() {
    byte[] bytes = Samples.bytes();
    ContainerFormat.littleEndian(bytes).putShort(10, (short) 1).putInt(64, 0xFFFF);
    try (ContainerReader reader = open(Samples.reseal(bytes))) {
      assertEquals(Samples.checkpoint(), reader.checkpoint());
    }
  }

  @Test
  void aLongerHeaderOfALaterMinorVersionIsRead() {
    byte[] old = Samples.bytes();
    int grown = 8;
    byte[] bytes = new byte[old.length + grown];
    System.arraycopy(old, 0, bytes, 0, 68);
    System.arraycopy(old, 72, bytes, 72 + grown, old.length - 72);
    ByteBuffer all = ContainerFormat.littleEndian(bytes);
    all.putShort(10, (short) 1).putInt(12, 72 + grown);
    int table = TABLE + grown;
    int trailer = bytes.length - ContainerFormat.TRAILER_BYTES;
    all.putLong(trailer, table);
    for (int at = table; at < trailer; at += 28 + all.getShort(at + 26)) {
      all.putLong(at, all.getLong(at) + grown);
    }
    Samples.reseal(bytes);
    all.putInt(72 + grown - 4, ContainerFormat.crc32c(bytes, 0, 72 + grown - 4));
    byte[] digest = digest(bytes, trailer);
    all.put(trailer + 20, digest);
    all.putInt(trailer + 52, ContainerFormat.crc32c(bytes, trailer, 52));
    assertEquals(Samples.checkpoint(), open(bytes).checkpoint());
  }

  @Test
  void liesWithRightChecksumsAreDamage() {
    refusedLie("never existed", all -> all.putShort(8, (short) 0));
    refusedLie("epoch -1", all -> all.putLong(40, -1));
    refusedLie("batch -5", all -> all.putLong(48, -5));
    refusedLie("lie at", all -> all.putLong(TABLE, 73));
    refusedLie("lie at", all -> all.putLong(TABLE + 8, Long.MAX_VALUE));
    refusedLie("lie at", all -> all.putLong(TABLE + 8, -1));
    refusedLie("version -1", all -> all.putInt(TABLE + 20, -1));
    refusedLie("name of 65535", all -> all.putShort(TABLE + 26, (short) -1));
    refusedLie("malformed or there twice", all -> all.put(TABLE + 28, (byte) '.'));
    refusedLie("do not fit", all -> all.putInt(all.capacity() - 52, Integer.MAX_VALUE));
    refusedLie("do not fit", all -> all.putInt(all.capacity() - 52, -1));
    refusedLie("do not fit", all -> all.putInt(all.capacity() - 56, Integer.MAX_VALUE));
    refusedLie("do not fit", all -> all.putLong(all.capacity() - 64, Long.MAX_VALUE));
    refusedLie("do not fit", all -> all.putInt(all.capacity() - 52, 0));
    refusedLie(
        "no section covers the bytes from here to 100",
        all -> all.putLong(TABLE + 32 + 35 + 8, 2).putLong(TABLE + 32 + 35 + 33, 99));
    refusedLie("begins with 25 50 44 46", all -> all.putInt(0, 0x46445025));
    refusedLie("after its last entry", all -> all.putInt(all.capacity() - 52, 3));
    refusedLie("inside entry 4", all -> all.putInt(all.capacity() - 52, 5));
  }

  @Test
  void aDigestThatIsWrongWhileAllElseIsRightIsDamage() {
    byte[] bytes = Samples.bytes();
    int trailer = bytes.length - ContainerFormat.TRAILER_BYTES;
    bytes[trailer + 20] ^= 1;
    ByteBuffer all = ContainerFormat.littleEndian(bytes);
    all.putInt(trailer + 52, ContainerFormat.crc32c(bytes, trailer, 52));
    assertContains(refused(DamageException.class, bytes), "SHA-256");
  }

  private static void refusedLie(String expected, Consumer<ByteBuffer> change) {
    byte[] bytes = Samples.bytes();
    change.accept(ContainerFormat.littleEndian(bytes));
    assertContains(refused(DamageException.class, Samples.reseal(bytes)), expected, "sim:/file");
  }

  private static byte[] digest(byte[] bytes, int length) {
    var digest = ContainerFormat.sha256();
    digest.update(bytes, 0, length);
    return digest.digest();
  }

  private static ContainerReader open(byte[] bytes) {
    return ContainerReader.open(Samples.storageOf(bytes), "file");
  }

  private static <T extends Exception> T refused(Class<T> type, byte[] bytes) {
    return assertThrows(type, () -> open(bytes));
  }

  static void assertContains(Exception exception, String... parts) {
    for (String part : parts) {
      assertTrue(exception.getMessage().contains(part), exception.getMessage());
    }
  }
}
