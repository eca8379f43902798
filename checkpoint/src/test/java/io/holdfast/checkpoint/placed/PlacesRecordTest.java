package io.holdfast.checkpoint.placed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DamageException;
import io.holdfast.NewerFormatException;
import io.holdfast.checkpoint.placed.PlacesRecord.Kind;
import io.holdfast.checkpoint.placed.PlacesRecord.Placed;
import io.holdfast.checkpoint.state.FieldDump;
import io.holdfast.checkpoint.state.FormatPage;
import io.holdfast.checkpoint.state.PartitionFacts;
import io.holdfast.wal.LogHandle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The records of a log of places, as docs/formats/places.md describes them. */
final class PlacesRecordTest {
  private static final long BATCH = 1_700_000_000_000L;

  private static PlacesRecord batch() {
    PartitionFacts facts = new PartitionFacts(12, BATCH - 500, true);
    PartitionPart whole =
        new PartitionPart(
            0,
            2,
            true,
            BATCH,
            "x-3-1-5f0c2e9a",
            List.of(new LogHandle(41, 1, 4096, 300, 0x01020304), new LogHandle(42, 2, 64, 90, 9)),
            PartitionFacts.NONE);
    PartitionPart delta =
        new PartitionPart(
            0,
            2,
            false,
            BATCH + 500,
            "x-3-1-5f0c2e9a",
            List.of(new LogHandle(43, 2, 256, 80, -1)),
            facts);
    PartitionPart nothing =
        new PartitionPart(1, 2, false, BATCH + 500, "x-3-2-77ab01cd", List.of(), facts);
    return new PlacesRecord(
        Kind.BATCH,
        BATCH + 500,
        BATCH,
        3,
        List.of(
            new Placed(whole, "of the example"),
            new Placed(delta, "of the example"),
            new Placed(nothing, "others")));
  }

  private static byte[] bytes() {
    ByteBuffer view = batch().encode();
    byte[] bytes = new byte[view.remaining()];
    view.get(bytes);
    return bytes;
  }

  @Test
  void recordSurvivesItsEncoding() {
    assertEquals(batch(), PlacesRecord.decode(batch().encode(), "log"));
    PlacesRecord all = new PlacesRecord(Kind.ALL, BATCH, BATCH, 4, batch().parts());
    assertEquals(all, PlacesRecord.decode(all.encode(), "log"));
    PlacesRecord empty = new PlacesRecord(Kind.BATCH, 1, 0, 1, List.of());
    assertEquals(empty, PlacesRecord.decode(empty.encode(), "log"));
  }

  @Test
  void thePageShowsTheBytesAsTheyAre() throws IOException {
    FieldDump dump = new FieldDump(bytes()).title("a batch");
    dump.byteField("kind %s: batch");
    dump.varint("version: batch %s");
    dump.varint("version before: batch %s");
    dump.varint("epoch %s");
    for (long i = dump.varint("tables of classes %s"); i > 0; i--) {
      dump.string("table '%s'");
    }
    for (long i = dump.varint("parts %s"); i > 0; i--) {
      dump.varint("table %s, counted from 0");
      dump.varint("  partition %s");
      dump.varint("  of %s partitions");
      dump.byteField("  whole: %s");
      dump.varint("  version: batch %s");
      dump.string("  data log '%s'");
      for (long r = dump.varint("  records %s"); r > 0; r--) {
        dump.varint("    LSN %s");
        dump.varint("    segment %s");
        dump.varint("    offset %s");
        dump.varint("    length %s");
        dump.intField("    CRC-32C %s");
      }
      dump.varint("  keys %s");
      dump.longField("  oldest touch %s");
      dump.byteField("  holds panes: %s");
    }
    new FormatPage("places.md").requireShows("PlacesRecordTest", dump.text());
  }

  @Test
  void everyTruncationIsDamage() {
    byte[] whole = bytes();
    for (int length = 0; length < whole.length; length++) {
      ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(whole, length));
      DamageException error =
          assertThrows(DamageException.class, () -> PlacesRecord.decode(cut, "the log"));
      assertTrue(
          error.getMessage().startsWith("Cannot decode a record of the log at byte "),
          error::getMessage);
    }
    ByteBuffer longer = ByteBuffer.wrap(Arrays.copyOf(whole, whole.length + 1));
    assertThrows(DamageException.class, () -> PlacesRecord.decode(longer, "the log"));
  }

  @Test
  void newerKindIsNotDamage() {
    byte[] bytes = bytes();
    for (int kind : new int[] {0, 3, 255}) {
      bytes[0] = (byte) kind;
      NewerFormatException error =
          assertThrows(
              NewerFormatException.class,
              () -> PlacesRecord.decode(ByteBuffer.wrap(bytes), "the log"));
      assertEquals(
          "the log holds a record of kind "
              + kind
              + ", written by a newer version. Use that version.",
          error.getMessage());
    }
  }

  @Test
  void partOfNoTableIsDamage() {
    PartitionPart part = batch().parts().get(2).part();
    byte[] bytes =
        new PlacesRecord(Kind.BATCH, 1, 0, 1, List.of(new Placed(part, ""))).encode().array();
    // kind, version, previous, epoch, one table of no text, one part.
    bytes[7] = 1;
    DamageException error =
        assertThrows(
            DamageException.class, () -> PlacesRecord.decode(ByteBuffer.wrap(bytes), "the log"));
    assertTrue(error.getMessage().contains("a part names table 1 of 1"), error::getMessage);
  }
}
