package io.holdfast.sink;

import static io.holdfast.sink.SinkLife.NOON;
import static io.holdfast.sink.SinkLife.OUTPUT;
import static io.holdfast.sink.SinkLife.rows;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.local.LocalStorage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of objects: the contract of all sinks of files, and rows that come back as they were. */
final class ObjectFileSinkTest extends FileSinkCrashContract<String> {
  @Override
  protected ObjectFileSink<String> sink() {
    return new ObjectFileSink<>("/out", RowCodec.utf8());
  }

  @Override
  protected String row(String text) {
    return text;
  }

  @Nested
  final class OnRealFiles extends FileSinkContract<String> {
    @TempDir private Path directory;

    @Override
    protected FileSink<String> sink() {
      return ObjectFileSinkTest.this.sink();
    }

    @Override
    protected String row(String text) {
      return text;
    }

    @Override
    protected Storage newStorage() {
      return LocalStorage.open(directory);
    }
  }

  @Test
  void rowsComeBackWhateverTheyHold() {
    String[] rows = rows("", "two\nlines", "\u0000", "grün", "x".repeat(200_000), "y".repeat(127));
    SinkSession<String> session = life().open(1);
    session.commit(NOON, life().stage(session, NOON, rows));
    assertEquals(List.of(rows), life().committed());
    assertEquals(List.of(rows), sink().objects(OUTPUT, place -> life().storage().directory("")));
  }

  @Test
  void bytesComeBackAndAreShownInHexadecimal() {
    ObjectFileSink<byte[]> sink = new ObjectFileSink<>("/out", RowCodec.bytes());
    Storage storage = new SimulatedDisk().storage();
    SinkLife<byte[]> life = new SinkLife<>(sink, text -> new byte[] {1, (byte) 0xfe}, storage);
    SinkSession<byte[]> session = life.open(1);
    session.commit(NOON, life.stage(session, NOON, rows("any")));
    assertEquals(List.of("01fe"), life.committed());
    assertArrayEquals(
        new byte[] {1, (byte) 0xfe}, sink.objects(OUTPUT, place -> storage.directory("")).get(0));
  }

  @Test
  void rowThatCannotBeWrittenFaithfullyIsRefusedAndTheRestIsWhole() {
    SinkSession<String> session = life().open(1);
    try (PartWriter<String> part = session.stage(NOON, 0, 0)) {
      part.write("a");
      IllegalArgumentException error =
          assertThrows(IllegalArgumentException.class, () -> part.write("half \ud800"));
      assertTrue(error.getMessage().contains("half of a surrogate pair"), error::getMessage);
    }
    StagedPart part = life().stagePart(session, NOON, 0, 1, "a");
    session.commit(NOON, List.of(part));
    assertEquals(List.of("a"), life().committed());
  }
}
