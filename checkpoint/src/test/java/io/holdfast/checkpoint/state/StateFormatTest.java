package io.holdfast.checkpoint.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.api.Test;

/** The records of a state log, as docs/formats/state.md describes them. */
final class StateFormatTest {
  private static final long BATCH = 1_700_000_000_000L;

  private static byte[] delta() {
    FieldWriter chunk = StateChunk.begin(StateChunk.Kind.DELTA, BATCH + 500, BATCH, 3);
    EntryWriter entries = new EntryWriter(TextValues.INSTANCE, BATCH + 500);
    entries.write(chunk, "hold", "12");
    entries.write(chunk, "fast", null);
    return bytes(StateChunk.complete(chunk, 0, true, 2));
  }

  @Test
  void thePageShowsTheBytesAsTheyAre() throws IOException {
    FieldDump dump = new FieldDump(delta()).title("delta, the only part");
    dump.byteField("kind %s: delta");
    dump.longField("version: batch %s");
    dump.longField("version before: batch %s");
    dump.longField("epoch %s");
    dump.intField("part %s");
    dump.byteField("last part: %s");
    int entries = dump.intField("entries %s");
    for (int i = 0; i < entries; i++) {
      boolean set = dump.byteField("change %s: " + (i == 0 ? "set" : "removed")) == 1;
      dump.raw((int) dump.varint("key length %s"), "key");
      if (set) {
        dump.raw((int) dump.varint("value length %s"), "value");
      }
    }
    new FormatPage("state.md").requireShows("StateFormatTest", dump.text());
  }

  @Test
  void chunkSaysWhatItIs() {
    ByteBuffer bytes = ByteBuffer.wrap(delta());
    assertEquals(
        new StateChunk(StateChunk.Kind.DELTA, BATCH + 500, BATCH, 3, 0, true, 2),
        StateChunk.header(bytes, "log"));
    List<String> entries = new ArrayList<>();
    StateChunk.entries(
        bytes,
        "log",
        (key, value) -> entries.add(text(key) + "=" + (value == null ? "-" : text(value))));
    assertEquals(List.of("hold=12", "fast=-"), entries);
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
    bytes[0] = 3;
    NewerFormatException error =
        assertThrows(
            NewerFormatException.class, () -> StateChunk.header(ByteBuffer.wrap(bytes), "the log"));
    assertEquals(
        "the log holds a state record of kind 3, written by a newer version. Use that version.",
        error.getMessage());
  }

  @Test
  void snapshotIsCutIntoParts() {
    KeyedState state = new KeyedState("counts", 4);
    for (int i = 0; i < 100; i++) {
      state.set("key " + i, "value " + i);
    }
    state.version(BATCH);
    List<ByteBuffer> chunks = new SnapshotWriter(state, TextValues.INSTANCE, 7, 300).chunks();
    assertTrue(chunks.size() > 5);
    int entries = 0;
    for (int i = 0; i < chunks.size(); i++) {
      StateChunk header = StateChunk.header(chunks.get(i), "log");
      assertEquals(
          new StateChunk(
              StateChunk.Kind.SNAPSHOT, BATCH, 0, 7, i, i == chunks.size() - 1, header.entries()),
          header);
      entries += header.entries();
    }
    assertEquals(100, entries);
  }

  @Test
  void emptyStateStillHasASnapshot() {
    List<ByteBuffer> chunks =
        new SnapshotWriter(new KeyedState("counts", 2), TextValues.INSTANCE, 1, 100).chunks();
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
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }
}
