package io.holdfast.checkpoint.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DamageException;
import io.holdfast.NewerFormatException;
import io.holdfast.checkpoint.state.StateLife.TextValues;
import io.holdfast.wal.FieldWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The records of a state log, as docs/formats/state.md describes them. */
final class StateFormatTest {
  private static final long BATCH = 1_700_000_000_000L;

  private static final List<EntryKind> KINDS =
      List.of(
          EntryKind.SET,
          EntryKind.REMOVED,
          EntryKind.TOUCHED,
          EntryKind.PANE_VALUE,
          EntryKind.PANE_ROW,
          EntryKind.EVICTED);

  private static byte[] delta() {
    FieldWriter chunk = StateChunk.begin(StateChunk.Kind.DELTA, BATCH + 500, BATCH, 3);
    EntryWriter entries = new EntryWriter(TextValues.INSTANCE, BATCH + 500);
    entries.write(chunk, EntryKind.SET, 0, "hold", "12");
    entries.write(chunk, EntryKind.REMOVED, 0, "fast", null);
    entries.write(chunk, EntryKind.TOUCHED, BATCH + 500, "tide", "7");
    entries.write(chunk, EntryKind.PANE_VALUE, BATCH + 500, "reef", "3");
    entries.write(chunk, EntryKind.PANE_ROW, BATCH + 300, null, "row");
    entries.write(chunk, EntryKind.EVICTED, BATCH - 500, null, null);
    return bytes(StateChunk.complete(chunk, 0, true, 6));
  }

  @Test
  void thePageShowsTheBytesAsTheyAre() throws IOException {
    ByteBuffer record = StateChunk.classes("of the example", 3);
    assertEquals("of the example", StateChunk.classes(record, "log"));
    FieldDump classes = new FieldDump(bytes(record)).title("classes");
    assertEquals(0, head(classes, "classes"));
    classes.string("text '%s'");
    FieldDump dump = new FieldDump(delta()).title("delta, the only part");
    assertEquals(KINDS.size(), head(dump, "delta"));
    for (EntryKind kind : KINDS) {
      assertEquals(
          kind.code(), dump.byteField("entry %s: " + kind.name().toLowerCase(Locale.ROOT)));
      if (kind.timed()) {
        dump.varint("%s ms before the version");
      }
      if (kind.keyed()) {
        dump.raw((int) dump.varint("key length %s"), "key");
      }
      if (kind.valued()) {
        dump.raw((int) dump.varint("value length %s"), "value");
      }
    }
    new FormatPage("state.md").requireShows("StateFormatTest", classes.text() + dump.text());
  }

  private static int head(FieldDump dump, String kind) {
    dump.byteField("kind %s: " + kind);
    dump.longField("version: batch %s");
    dump.longField("version before: batch %s");
    dump.longField("epoch %s");
    dump.intField("part %s");
    dump.byteField("last part: %s");
    return dump.intField("entries %s");
  }

  @Test
  void chunkSaysWhatItIs() {
    ByteBuffer bytes = ByteBuffer.wrap(delta());
    assertEquals(
        new StateChunk(StateChunk.Kind.DELTA, BATCH + 500, BATCH, 3, 0, true, 6),
        StateChunk.header(bytes, "log"));
    List<String> entries = new ArrayList<>();
    StateChunk.entries(bytes, "log", entry -> entries.add(words(entry)));
    assertEquals(
        List.of(
            "SET hold=12",
            "REMOVED fast=-",
            "TOUCHED tide=7 at 500",
            "PANE_VALUE reef=3 at 500",
            "PANE_ROW -=row at 300",
            "EVICTED -=- at -500"),
        entries);
  }

  private static String words(EncodedEntry entry) {
    String time = entry.kind().timed() ? " at " + (entry.timeMillis() - BATCH) : "";
    return entry.kind() + " " + text(entry.key()) + "=" + text(entry.value()) + time;
  }

  @Test
  void everyTruncationIsDamage() {
    byte[] whole = delta();
    for (int length = 0; length < whole.length; length++) {
      ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(whole, length));
      DamageException error =
          assertThrows(
              DamageException.class, () -> StateChunk.entries(cut, "the log", entry -> {}));
      assertTrue(
          error.getMessage().startsWith("Cannot decode a state record of the log at byte "),
          error::getMessage);
    }
    ByteBuffer longer = ByteBuffer.wrap(Arrays.copyOf(whole, whole.length + 1));
    assertThrows(DamageException.class, () -> StateChunk.entries(longer, "log", entry -> {}));
  }

  @Test
  void newerKindIsNotDamage() {
    byte[] bytes = delta();
    bytes[0] = 4;
    NewerFormatException error =
        assertThrows(
            NewerFormatException.class, () -> StateChunk.header(ByteBuffer.wrap(bytes), "the log"));
    assertEquals(
        "the log holds a state record of kind 4, written by a newer version. Use that version.",
        error.getMessage());
  }

  @Test
  void newerEntryIsNotDamage() {
    byte[] bytes = delta();
    bytes[StateChunk.HEADER_BYTES] = 6;
    NewerFormatException error =
        assertThrows(
            NewerFormatException.class,
            () -> StateChunk.entries(ByteBuffer.wrap(bytes), "the log", entry -> {}));
    assertEquals(
        "the log holds a state entry of kind 6, written by a newer version. Use that version.",
        error.getMessage());
  }

  @Test
  void snapshotIsCutIntoParts() {
    KeyedState state = new KeyedState("counts", 4);
    for (int i = 0; i < 100; i++) {
      state.apply(new StateEntry(EntryKind.SET, 0, "key " + i, "value " + i));
    }
    state.version(BATCH);
    SnapshotWalk walk = new SnapshotWalk(state, TextValues.INSTANCE, 7, 300);
    List<ByteBuffer> chunks = new ArrayList<>(walk.next(500));
    assertFalse(walk.ended());
    state.version(BATCH + 500);
    chunks.addAll(walk.next(Long.MAX_VALUE));
    assertTrue(walk.ended());
    assertTrue(chunks.size() > 5);
    int entries = 0;
    for (int i = 0; i < chunks.size(); i++) {
      StateChunk header = StateChunk.header(chunks.get(i), "log");
      assertEquals(
          new StateChunk(
              StateChunk.Kind.SNAPSHOT,
              i < 2 ? BATCH : BATCH + 500,
              BATCH,
              7,
              i,
              i == chunks.size() - 1,
              header.entries()),
          header);
      entries += header.entries();
    }
    assertEquals(100, entries);
  }

  @Test
  void emptyStateStillHasASnapshot() {
    List<ByteBuffer> chunks =
        new SnapshotWalk(new KeyedState("counts", 2), TextValues.INSTANCE, 1, 100).next(1);
    assertEquals(
        new StateChunk(StateChunk.Kind.SNAPSHOT, 0, 0, 1, 0, true, 0),
        StateChunk.header(chunks.get(0), "log"));
  }

  private static byte[] bytes(ByteBuffer view) {
    byte[] bytes = new byte[view.remaining()];
    view.get(bytes);
    return bytes;
  }

  private static String text(ByteBuffer bytes) {
    return bytes == null ? "-" : StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }
}
