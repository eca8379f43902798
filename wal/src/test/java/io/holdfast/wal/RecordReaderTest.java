package io.holdfast.wal;

import static io.holdfast.wal.LogLife.text;
import static io.holdfast.wal.storage.StorageFixture.assertMessage;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdfast.DamageException;
import io.holdfast.NotReplayableException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Single records, read back by their handles. */
final class RecordReaderTest {
  private final LogLife life = new LogLife();
  private final WriteAheadLog log = life.start(1);
  private final List<LogHandle> handles = life.append(log, "one", "the second record", "");
  private final LogHandle second = handles.get(1);

  private String read(LogHandle handle) {
    try (RecordReader reader = new RecordReader(life.storage, LogLife.DIRECTORY, LogLife.ID)) {
      return text(reader.read(handle));
    }
  }

  @Test
  void handleSurvivesItsEncoding() {
    for (LogHandle handle : handles) {
      FieldWriter out = new FieldWriter();
      handle.writeTo(out);
      FieldReader in = new FieldReader(out.toByteArray(), "a handle");
      assertEquals(handle, LogHandle.readFrom(in));
      in.end();
    }
    assertEquals("the second record", read(second));
    assertEquals("", read(handles.get(2)));
  }

  @Test
  void everyFlippedBitOfTheFrameIsRefused() {
    byte[] whole = life.segment(1);
    int end = (int) second.offset() + FrameLayout.HEADER_BYTES + second.lengthBytes();
    for (int at = (int) second.offset(); at < end; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] bytes = whole.clone();
        bytes[at] ^= (byte) (1 << bit);
        life.disk.overwrite(LogLife.path(1), bytes);
        requireDamaged(second);
      }
    }
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] whole = life.segment(1);
    int end = (int) second.offset() + FrameLayout.HEADER_BYTES + second.lengthBytes();
    for (int length = 0; length < end; length++) {
      life.disk.overwrite(LogLife.path(1), Arrays.copyOf(whole, length));
      requireDamaged(second);
    }
  }

  @Test
  void handleThatDoesNotFitIsRefused() {
    LogHandle h = second;
    requireDamaged(new LogHandle(h.lsn() + 1, 1, h.offset(), h.lengthBytes(), h.crc32c()));
    requireDamaged(new LogHandle(h.lsn(), 1, h.offset() + 8, h.lengthBytes(), h.crc32c()));
    requireDamaged(new LogHandle(h.lsn(), 1, h.offset(), h.lengthBytes() - 1, h.crc32c()));
    requireDamaged(new LogHandle(h.lsn(), 1, h.offset(), h.lengthBytes(), h.crc32c() ^ 1));
    requireDamaged(new LogHandle(h.lsn(), 1, 1 << 20, h.lengthBytes(), h.crc32c()));
  }

  @Test
  void recordOfAnotherLogIsRefused() {
    try (RecordReader reader =
        new RecordReader(
            life.storage, LogLife.DIRECTORY, LogId.of(LogLife.APPLICATION, "another"))) {
      assertThrows(DamageException.class, () -> reader.read(second));
    }
  }

  @Test
  void missingSegmentIsNamed() {
    life.storage.delete(LogLife.path(1));
    assertMessage(
        assertThrows(NotReplayableException.class, () -> read(second)),
        LogLife.path(1) + " is missing, and a record that is still needed lies in it");
  }

  private void requireDamaged(LogHandle handle) {
    assertMessage(
        assertThrows(DamageException.class, () -> read(handle)),
        "sim:/" + LogLife.path(1) + " offset " + handle.offset() + ": ",
        "LSN " + handle.lsn() + ", " + handle.lengthBytes() + " bytes",
        "The record was acknowledged; restore the file from a copy");
  }
}
