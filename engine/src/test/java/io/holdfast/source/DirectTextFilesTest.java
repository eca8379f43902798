package io.holdfast.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.source.DirectReader.Limit;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text files that are read where they lie: real files, and what may happen to them. */
final class DirectTextFilesTest {
  private static final Limit LARGE = new Limit(1_000_000, 1 << 20);

  @TempDir private Path directory;

  private DirectReader<String> open() throws IOException {
    return DirectTextFiles.in(directory)
        .open(
            new DirectContext() {
              private final Scheduler scheduler = new SimulatedScheduler(1, 0);

              @Override
              public Scheduler scheduler() {
                return scheduler;
              }

              @Override
              public Storage storage(String location) {
                return Storages.open(location);
              }

              @Override
              public Map<String, Long> offered() {
                return Map.of();
              }
            });
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(
        directory.resolve(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static List<String> rows(DirectReader<String> reader, SourceRange range)
      throws IOException {
    List<String> rows = new ArrayList<>();
    reader.read(range, rows::add);
    return rows;
  }

  private static SourceRange next(DirectReader<String> reader, String name, long from, Limit limit)
      throws IOException {
    return reader.next(name, from, limit).orElseThrow();
  }

  @Test
  void onlyFilesThatAreReadyAreThere() throws IOException {
    write("b.txt", "b\n");
    write("a.txt", "a\n");
    write("c.txt.tmp", "half");
    write(".hidden", "x\n");
    write("_SUCCESS", "");
    Files.createDirectory(directory.resolve("sub"));
    try (DirectReader<String> reader = open()) {
      assertEquals(Map.of("a.txt", 0L, "b.txt", 0L), reader.partitions());
    }
    Path gone = directory.resolve("gone");
    try (DirectReader<String> reader =
        new TextFilesReader(Storages.open(gone.toAbsolutePath().toString()))) {
      IOException error = assertThrows(IOException.class, reader::partitions);
      assertEquals("the directory " + gone + " does not exist", error.getMessage());
    }
  }

  @Test
  void rangesEndWithLinesAndAreReadAsOftenAsOneWants() throws IOException {
    String text = "one\r\ntwo\n\ngrün\nlast";
    write("a.txt", text);
    try (DirectReader<String> reader = open()) {
      reader.partitions();
      List<String> rows = new ArrayList<>();
      long at = 0;
      for (Optional<SourceRange> range = reader.next("a.txt", at, new Limit(9, 9));
          range.isPresent();
          range = reader.next("a.txt", at, new Limit(9, 9))) {
        assertEquals(at, range.get().from());
        assertTrue(range.get().lengthBytes() <= 9);
        at = range.get().until();
        List<String> first = rows(reader, range.get());
        assertEquals(first, rows(reader, range.get()));
        assertEquals(range.get().records(), first.size());
        rows.addAll(first);
      }
      assertEquals(List.of("one", "two", "", "grün", "last"), rows);
      assertEquals(Files.size(directory.resolve("a.txt")), at);
      assertEquals(2, next(reader, "a.txt", 0, new Limit(2, 1 << 20)).records());
      assertEquals(5, next(reader, "a.txt", 0, new Limit(1, 1)).until(), "one line at least");
    }
  }

  @Test
  void wholeLinesMayBeAppendedAndLongFilesAreReadWhole() throws IOException {
    String line = "x".repeat(200_000) + "\n";
    write("a.txt", line);
    try (DirectReader<String> reader = open()) {
      reader.partitions();
      SourceRange first = next(reader, "a.txt", 0, LARGE);
      assertEquals(Optional.empty(), reader.next("a.txt", first.until(), LARGE));
      write("a.txt", "more\n");
      reader.partitions();
      SourceRange second = next(reader, "a.txt", first.until(), LARGE);
      assertEquals(List.of("more"), rows(reader, second));
      assertEquals(200_000, rows(reader, first).get(0).length());
    }
  }

  private static RecordsGoneException gone(DirectReader<String> reader, SourceRange range) {
    return assertThrows(RecordsGoneException.class, () -> rows(reader, range));
  }

  @Test
  void aFileThatIsNotWhatItWasIsNamed() throws IOException {
    write("a.txt", "one\ntwo\nthree\n");
    Path file = directory.resolve("a.txt");
    try (DirectReader<String> reader = open()) {
      reader.partitions();
      SourceRange first = next(reader, "a.txt", 0, new Limit(2, 100));
      SourceRange second = next(reader, "a.txt", 8, LARGE);

      Files.writeString(file, "one\ntwo\nTHREE\n");
      assertEquals(List.of("one", "two"), rows(reader, first));
      List<String> none = new ArrayList<>();
      RecordsGoneException changed =
          assertThrows(RecordsGoneException.class, () -> reader.read(second, none::add));
      assertEquals(List.of(), none, "nothing of it is handed over");
      assertEquals(
          "file "
              + file
              + " has other bytes there than it had: it was changed; a file stays as it is"
              + " until it is processed",
          changed.getMessage());

      Files.writeString(file, "one\ntwo\nth");
      RecordsGoneException cut = gone(reader, second);
      assertEquals("a.txt 10 14", cut.partition() + " " + cut.from() + " " + cut.until());
      assertTrue(cut.getMessage().contains("has only 10 bytes"), cut.getMessage());
      reader.partitions();
      RecordsGoneException shorter =
          assertThrows(RecordsGoneException.class, () -> reader.next("a.txt", 14, LARGE));
      assertTrue(
          shorter.getMessage().contains("has 10 bytes, but 14 were read from it before"),
          shorter.getMessage());

      Files.delete(file);
      assertTrue(gone(reader, second).getMessage().contains(file + " is not there any more"));
    }
  }

  @Test
  void aFileThatIsTakenAwayBeforeItIsReadIsNamed() throws IOException {
    write("a.txt", "one\ntwo\n");
    write("b.txt", "one\n");
    try (DirectReader<String> reader = open()) {
      reader.partitions();
      next(reader, "a.txt", 0, new Limit(1, 100));
      next(reader, "b.txt", 0, LARGE);
      Files.delete(directory.resolve("b.txt"));
      assertEquals(Map.of("a.txt", 0L), reader.partitions(), "it was read to its end");
      Files.delete(directory.resolve("a.txt"));
      assertThrows(RecordsGoneException.class, () -> reader.next("a.txt", 4, LARGE));
      RecordsGoneException error = assertThrows(RecordsGoneException.class, reader::partitions);
      assertEquals("a.txt 4 8", error.partition() + " " + error.from() + " " + error.until());
    }
  }

  @Test
  void nothingMayFollowALineWithoutAnEnd() throws IOException {
    write("a.txt", "one\ntw");
    try (DirectReader<String> reader = open()) {
      reader.partitions();
      assertEquals(List.of("one", "tw"), rows(reader, next(reader, "a.txt", 0, LARGE)));
      write("a.txt", "o\n");
      reader.partitions();
      RecordsGoneException error =
          assertThrows(RecordsGoneException.class, () -> reader.next("a.txt", 6, LARGE));
      assertTrue(error.getMessage().contains("has grown behind byte 6"), error.getMessage());
    }
  }
}
