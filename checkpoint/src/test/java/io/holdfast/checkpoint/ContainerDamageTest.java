package io.holdfast.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DamageException;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.SimulatedStorage;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every way to spoil one small file: none is accepted, and none upsets the inspector. */
final class ContainerDamageTest {
  private final byte[] intact = Samples.bytes();
  private final SimulatedStorage storage = new SimulatedDisk().storage();

  ContainerDamageTest() {
    Samples.put(storage, "file", intact);
  }

  @Test
  void everyTruncationIsSeen() {
    for (int length = 0; length < intact.length; length++) {
      ContainerReport report = refused(Arrays.copyOf(intact, length));
      assertEquals(length, report.lengthBytes());
    }
  }

  @Test
  void everyFlippedBitIsSeenAndPlaced() {
    for (int bit = 0; bit < intact.length * 8; bit++) {
      byte[] bytes = intact.clone();
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
      ContainerReport report = refused(bytes);
      assertEquals(part(bit / 8), report.problems().get(0).part(), "bit " + bit);
    }
  }

  /** The part that owns a byte, by the layout of the sample: 72 header, 4 + 21 + 3 + 0 sections. */
  private String part(int offset) {
    if (offset < 72) {
      return "header";
    }
    if (offset < 76) {
      return "section 'meta' (4 bytes)";
    }
    if (offset < 97) {
      return "section 'classes' (21 bytes)";
    }
    if (offset < 100) {
      return "section 'graph' (3 bytes)";
    }
    return offset < intact.length - 64 ? "section table" : "trailer";
  }

  @Test
  void aDamagedSectionLeavesTheOthersIntactInTheReport() {
    byte[] bytes = intact.clone();
    bytes[98] ^= 64;
    ContainerReport report = refused(bytes);
    for (SectionReport section : report.sections()) {
      assertEquals(!section.name().equals("graph"), section.intact(), section.name());
    }
    assertEquals(97, report.problems().get(0).offset());
    assertEquals(1, report.problems().size());
  }

  @Test
  void everyRunOfZerosIsSeen() {
    for (int from = 0; from < intact.length; from++) {
      for (int length : new int[] {8, 64, intact.length}) {
        byte[] bytes = intact.clone();
        Arrays.fill(bytes, from, Math.min(bytes.length, from + length), (byte) 0);
        if (!Arrays.equals(bytes, intact)) {
          refused(bytes);
        }
      }
    }
  }

  @Test
  void bytesAddedAnywhereAreSeen() {
    for (int at = 0; at <= intact.length; at++) {
      byte[] bytes = new byte[intact.length + 1];
      System.arraycopy(intact, 0, bytes, 0, at);
      System.arraycopy(intact, at, bytes, at + 1, intact.length - at);
      refused(bytes);
    }
    byte[] twice = Arrays.copyOf(intact, intact.length * 2);
    System.arraycopy(intact, 0, twice, intact.length, intact.length);
    refused(twice);
  }

  @Test
  void noiseIsSeen() {
    Random random = new Random(20240229);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(400)];
      random.nextBytes(bytes);
      if (random.nextBoolean()) {
        System.arraycopy(intact, 0, bytes, 0, Math.min(bytes.length, 72));
      }
      if (random.nextBoolean() && bytes.length >= 64) {
        System.arraycopy(intact, intact.length - 64, bytes, bytes.length - 64, 64);
      }
      refused(bytes);
    }
  }

  @Test
  void noiseUnderRightChecksumsNeverUpsetsTheScan() {
    Random random = new Random(20240301);
    int accepted = 0;
    for (int i = 0; i < 5000; i++) {
      byte[] bytes = intact.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        int at = random.nextInt(bytes.length);
        bytes[at] = (byte) random.nextInt();
      }
      storage.disk().overwrite("file", Samples.reseal(bytes));
      ContainerReport report = new CheckpointInspector(storage).file("file");
      assertFalse(report.describe().isEmpty());
      accepted += report.verdict() == Verdict.INTACT ? 1 : 0;
    }
    assertTrue(accepted < 2500, accepted + " accepted");
  }

  @Test
  void theMessageNamesFileOffsetSectionAndWayOut() {
    byte[] bytes = intact.clone();
    bytes[73] ^= 1;
    storage.disk().overwrite("file", bytes);
    DamageException damage =
        assertThrows(DamageException.class, () -> ContainerReader.open(storage, "file"));
    ContainerTest.assertContains(
        damage, "sim:/file", "section 'meta'", "offset 72", "CRC32C", "an older checkpoint");
  }

  /** Reader and inspector both refuse; reading allocates nothing that the bytes ask for. */
  private ContainerReport refused(byte[] bytes) {
    storage.disk().overwrite("file", bytes);
    Storage read = storage;
    assertThrows(DamageException.class, () -> ContainerReader.open(read, "file"));
    ContainerReport report = new CheckpointInspector(read).file("file");
    assertEquals(Verdict.DAMAGED, report.verdict());
    assertFalse(report.problems().isEmpty());
    assertTrue(report.describe().contains("problem"));
    return report;
  }
}
