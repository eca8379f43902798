package io.holdfast.engine.journal;

import static io.holdfast.engine.journal.JournalSamples.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DamageException;
import io.holdfast.engine.FieldDump;
import io.holdfast.engine.FormatPage;
import io.holdfast.engine.journal.BlockLocation.InLog;
import io.holdfast.engine.journal.BlockLocation.InMemory;
import io.holdfast.engine.journal.BlockLocation.InSource;
import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.JournalEvent.BlockRange;
import io.holdfast.engine.journal.JournalEvent.BlocksLost;
import io.holdfast.engine.journal.JournalEvent.EpochStarted;
import io.holdfast.engine.journal.JournalEvent.Loss;
import io.holdfast.engine.journal.JournalEvent.Released;
import io.holdfast.source.SourceRange;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.FieldWriter;
import io.holdfast.wal.LogHandle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The bytes of the journal's events, as docs/formats/journal.md describes them. */
final class JournalFormatTest {
  private static final List<JournalEvent> EVENTS =
      List.of(
          new EpochStarted(3, NOON, "pid 4711"),
          JournalSamples.added("lines", 7),
          JournalSamples.allocated(NOON + 500, "lines", 6, 7),
          new BatchCompleted(new BatchTime(NOON + 500), 3, 40, List.of("counts")),
          new Released(List.of("checkpoint-a.hfc"), Map.of("journal", 12L)),
          new BlockAdded(
              new ReceivedBlock(
                  "files",
                  4,
                  20,
                  new InSource(new SourceRange("a.txt", 960, 1920, 20, 960, 0x0BADCAFE)),
                  Map.of("a.txt", 1920L))),
          new BlockAdded(
              new ReceivedBlock("ticks", 9, 20, new InMemory(3, 960), Map.of("tick", 180L))),
          new BlocksLost(4, List.of(new Loss("ticks", 2, 40))));

  @Test
  void thePageShowsTheBytesAsTheyAre() throws IOException {
    StringBuilder page = new StringBuilder();
    EVENTS.forEach(event -> page.append(dump(event)));
    new FormatPage("journal.md").requireShows("JournalFormatTest", page.toString());
  }

  private static String dump(JournalEvent event) {
    FieldDump dump = new FieldDump(bytes(event)).title(event.getClass().getSimpleName());
    switch (dump.byteField("event type %s")) {
      case 1 -> epochStarted(dump);
      case 2 -> blockAdded(dump);
      case 3 -> batchAllocated(dump);
      case 4 -> batchCompleted(dump);
      case 5 -> released(dump);
      case 6 -> blockElsewhere(dump);
      default -> blocksLost(dump);
    }
    return dump.text();
  }

  private static void epochStarted(FieldDump dump) {
    dump.varint("epoch %s");
    dump.varint("started %s");
    dump.string("by '%s'");
  }

  private static void blockAdded(FieldDump dump) {
    dump.string("stream '%s'");
    dump.varint("block %s");
    dump.varint("records %s");
    dump.string("data log '%s'");
    dump.varint("data log: LSN %s");
    dump.varint("data log: segment %s");
    dump.varint("data log: offset %s");
    dump.varint("length %s");
    dump.raw(4, "CRC32C of the block");
    dump.varint("source positions %s");
    dump.string("source partition '%s'");
    dump.varint("position %s");
  }

  private static void blockElsewhere(FieldDump dump) {
    dump.string("stream '%s'");
    dump.varint("block %s");
    dump.varint("records %s");
    dump.string("no data log: '%s'");
    if (dump.byteField("kind of place %s") == 1) {
      dump.string("source partition '%s'");
      dump.varint("from offset %s");
      dump.varint("until offset %s");
      dump.varint("length %s");
      dump.raw(4, "check of the source");
    } else {
      dump.varint("in the memory of epoch %s");
      dump.varint("length %s");
    }
    dump.varint("source positions %s");
    dump.string("source partition '%s'");
    dump.varint("position %s");
  }

  private static void blocksLost(FieldDump dump) {
    dump.varint("epoch %s");
    dump.varint("streams %s");
    dump.string("stream '%s'");
    dump.varint("blocks %s");
    dump.varint("records %s");
  }

  private static void batchAllocated(FieldDump dump) {
    dump.varint("batch %s");
    dump.varint("ranges %s");
    dump.string("stream '%s'");
    dump.varint("first block %s");
    dump.varint("last block %s");
  }

  private static void batchCompleted(FieldDump dump) {
    dump.varint("batch %s");
    dump.varint("epoch %s");
    dump.varint("records %s");
    dump.varint("states %s");
    dump.string("state '%s'");
  }

  private static void released(FieldDump dump) {
    dump.varint("checkpoints %s");
    dump.string("checkpoint '%s'");
    dump.varint("logs %s");
    dump.string("log '%s'");
    dump.varint("lowest LSN that is kept %s");
  }

  @Test
  void everyEventComesBack() {
    for (JournalEvent event : EVENTS) {
      assertEquals(event, JournalCodec.decode(JournalCodec.encode(event), "journal"));
    }
    requireRoundTrip(new EpochStarted(Long.MAX_VALUE, 0, ""));
    requireRoundTrip(new BatchAllocated(new BatchTime(1), List.of()));
    requireRoundTrip(
        new BatchAllocated(
            new BatchTime(NOON),
            List.of(new BlockRange("a", 1, 1), new BlockRange("größe", 300, 1L << 40))));
    requireRoundTrip(new BatchCompleted(new BatchTime(1), 1, 0, List.of()));
    requireRoundTrip(new Released(List.of(), Map.of()));
    requireRoundTrip(
        new BlockAdded(
            new ReceivedBlock(
                "s", 1, 0, new InLog("b", new LogHandle(1, 1, 128, 0, -1)), Map.of())));
    requireRoundTrip(
        new BlockAdded(
            new ReceivedBlock(
                "s",
                1,
                9,
                new InLog("größe", new LogHandle(1, 1L << 33, 1L << 35, Integer.MAX_VALUE, 0)),
                new TreeMap<>(Map.of("a.txt", 1L, "b.txt", Long.MAX_VALUE)))));
  }

  private static void requireRoundTrip(JournalEvent event) {
    assertEquals(event, JournalCodec.decode(JournalCodec.encode(event), "journal"));
  }

  @Test
  void everyTruncationAndEveryLeftoverIsDamage() {
    for (JournalEvent event : EVENTS) {
      byte[] whole = bytes(event);
      for (int length = 0; length <= whole.length + 1; length++) {
        if (length != whole.length) {
          ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(whole, length));
          requireDamage(cut, "Cannot decode the journal LSN 9 at byte ");
        }
      }
    }
  }

  @Test
  void unknownTypeIsRefused() {
    requireDamage(
        ByteBuffer.wrap(new byte[] {8}),
        "Cannot decode the journal LSN 9 at byte 1 of 1: it has the unknown event type 8");
  }

  @Test
  void unknownPlaceIsRefused() {
    byte[] unknown =
        new FieldWriter()
            .putByte(6)
            .putString("s")
            .putVarLong(1)
            .putVarLong(1)
            .putString("")
            .putByte(3)
            .toByteArray();
    requireDamage(ByteBuffer.wrap(unknown), "a block lies in the unknown kind of place 3");
  }

  @Test
  void announcedCountsAreNotBelieved() {
    byte[] hostile =
        new FieldWriter().putByte(3).putVarLong(NOON).putVarInt(Integer.MAX_VALUE).toByteArray();
    requireDamage(ByteBuffer.wrap(hostile), "announces 2147483647 entries but has 0 bytes");
  }

  private static void requireDamage(ByteBuffer bytes, String message) {
    DamageException error =
        assertThrows(DamageException.class, () -> JournalCodec.decode(bytes, "the journal LSN 9"));
    assertTrue(error.getMessage().contains(message), error::getMessage);
  }

  private static byte[] bytes(JournalEvent event) {
    ByteBuffer view = JournalCodec.encode(event);
    byte[] bytes = new byte[view.remaining()];
    view.get(bytes);
    return bytes;
  }
}
