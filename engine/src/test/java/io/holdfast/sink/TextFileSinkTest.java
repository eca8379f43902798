package io.holdfast.sink;

import static io.holdfast.sink.SinkLife.NOON;
import static io.holdfast.sink.SinkLife.NOON_DIRECTORY;
import static io.holdfast.sink.SinkLife.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.local.LocalStorage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines of text: the contract of all sinks of files, and the bytes. */
final class TextFileSinkTest extends FileSinkCrashContract<Object> {
  @Override
  protected FileSink<Object> sink() {
    return new TextFileSink("/out");
  }

  @Override
  protected Object row(String text) {
    return text;
  }

  @Nested
  final class OnRealFiles extends FileSinkContract<Object> {
    @TempDir private Path directory;

    @Override
    protected FileSink<Object> sink() {
      return TextFileSinkTest.this.sink();
    }

    @Override
    protected Object row(String text) {
      return text;
    }

    @Override
    protected Storage newStorage() {
      return LocalStorage.open(directory);
    }
  }

  @Test
  void filesAreLinesAsTheyHaveAlwaysBeen() {
    SinkSession<Object> session = life().open(1);
    List<StagedPart> parts = life().stage(session, NOON, rows("a", "grün"), rows("b"));
    session.commit(NOON, parts);
    assertEquals(
        List.of(
            new FilePart(0, "part-00000.txt", 8, 0xaab0fe2b, 2),
            new FilePart(1, "part-00001.txt", 2, 0x3d5a4a02, 1)),
        parts);
    assertEquals("a\ngrün\n", life().read(NOON_DIRECTORY + "/part-00000.txt"));
    assertEquals("b\n", life().read(NOON_DIRECTORY + "/part-00001.txt"));
  }

  @Test
  void localPathsAreMadeAbsoluteAndUrisStay() {
    assertEquals(Path.of("out").toAbsolutePath().toString(), TextFileSink.to("out").location());
    assertEquals("file:///out", TextFileSink.to("file:///out").location());
    assertEquals("hdfs://host/out", TextFileSink.to("hdfs://host/out").location());
  }

  @Test
  void laterAttemptHasItsNumberInItsName() {
    SinkSession<Object> session = life().open(1);
    assertEquals("part-00007-2.txt", life().stagePart(session, NOON, 7, 2, "a").name());
  }

  @Test
  void ofAttemptsElsewhereOnlyThoseThatAreCommittedAreSeen() throws Exception {
    SinkSession<Object> session = life().open(1);
    PartStaging<Object> elsewhere = sent(session.elsewhere().orElseThrow());
    StagedPart here = life().stagePart(session, NOON, 1, 0, "here");
    life().stagePart(elsewhere, NOON, 0, 1, "lost");
    StagedPart won = life().stagePart(elsewhere, NOON, 0, 2, "won");
    session.commit(NOON, List.of(won, here));
    life().stagePart(elsewhere, NOON, 0, 3, "too late");
    assertEquals(List.of("won", "here"), life().committed());
    assertEquals(
        List.of(
            NOON_DIRECTORY + "/_manifest",
            NOON_DIRECTORY + "/part-00000-2.txt",
            NOON_DIRECTORY + "/part-00001.txt"),
        life().published());
    life().open(2);
    assertEquals(List.of(), life().residue(), "a newer driver takes away what was staged too late");
    life().stagePart(elsewhere, NOON, 0, 4, "later still");
    life().open(3);
    assertEquals(List.of(), life().residue());
    assertEquals(List.of("won", "here"), life().committed());
  }

  @Test
  void allPartsMayBeStagedElsewhere() throws Exception {
    SinkSession<Object> session = life().open(1);
    PartStaging<Object> elsewhere = sent(session.elsewhere().orElseThrow());
    session.commit(NOON, List.of(life().stagePart(elsewhere, NOON, 0, 0, "a")));
    assertEquals(List.of("a"), life().committed());
    assertEquals(List.of(), life().residue());
  }

  /** As it comes out in another process. */
  @CompositionRoot("what is sent to other processes goes by Java's serialization")
  @SuppressWarnings("unchecked") // what goes in comes out
  private static PartStaging<Object> sent(PartStaging<Object> staging) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(staging);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (PartStaging<Object>) in.readObject();
    }
  }

  @Test
  void rowsLongerThanTheBufferAreWhole() {
    SinkSession<Object> session = life().open(1);
    String big = "x".repeat(300 << 10);
    session.commit(NOON, life().stage(session, NOON, rows(big, "a", big, "b")));
    assertEquals(List.of(big, "a", big, "b"), life().committed());
  }
}
