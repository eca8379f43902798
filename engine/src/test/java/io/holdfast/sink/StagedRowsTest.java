package io.holdfast.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.sink.FileEncoding.RowWriter;
import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageReader;
import io.holdfast.wal.storage.simulated.Fault;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.SimulatedStorage;
import io.holdfast.wal.storage.simulated.StorageOperation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Parts whose encodings do not behave. */
final class StagedRowsTest {
  private static final int MORE_THAN_THE_BUFFER = 300 << 10;

  private final SimulatedDisk disk = new SimulatedDisk();
  private final SimulatedStorage storage = disk.storage();

  /** Writes big rows, and does what the storage throws to a test's taste. */
  private record Careless(Consumer<RuntimeException> onFailure, boolean closes)
      implements FileEncoding<String> {
    @Override
    public RowWriter<String> begin(StagedFile file) {
      StagedStream out = file.create(".any");
      return new RowWriter<>() {
        @Override
        public void write(String row) {
          try {
            out.write(new byte[MORE_THAN_THE_BUFFER]);
          } catch (RuntimeException e) {
            onFailure.accept(e);
          }
        }

        @Override
        public void finish() {
          if (closes) {
            out.close();
          }
        }

        @Override
        public void drop() {
          write("what a format writes when it is closed");
          out.close();
        }
      };
    }

    @Override
    public void read(String name, StorageReader file, Consumer<String> rows) {
      throw new UnsupportedOperationException();
    }
  }

  private PartWriter<String> part(FileEncoding<String> encoding) {
    storage.createDirectories("staged");
    StagedFile.Place place = new StagedFile.Place(storage, "staged", name -> {}, () -> {});
    return StagedRows.begin(new StagedFile(place, 0, 0), encoding);
  }

  @Test
  void failureThatAnEncodingSwallowsIsHeard() {
    disk.failWhen(operation -> operation.kind() == Kind.WRITE, Fault.IO_ERROR);
    try (PartWriter<String> part = part(new Careless(e -> {}, true))) {
      assertThrows(StorageException.class, () -> part.write("row"));
      assertThrows(StorageException.class, part::finish, "it stays");
    }
  }

  @Test
  void failureThatAnEncodingWrapsIsHeardAsItWas() {
    disk.failWhen(operation -> operation.kind() == Kind.WRITE, Fault.IO_ERROR);
    IllegalStateException wrapped = new IllegalStateException("something went wrong");
    Consumer<RuntimeException> wrap =
        e -> {
          throw wrapped;
        };
    try (PartWriter<String> part = part(new Careless(wrap, true))) {
      StorageException heard = assertThrows(StorageException.class, () -> part.write("row"));
      assertSame(wrapped, heard.getSuppressed()[0]);
    }
  }

  @Test
  void partThatIsGivenUpIsNotWrittenAnyMore() {
    List<RuntimeException> failures = new ArrayList<>();
    part(new Careless(failures::add, true)).close();
    assertEquals(List.of(), failures);
    assertEquals(List.of(new FileStatus("part-00000.any", false, 0)), storage.list("staged"));
  }

  @Test
  void fileThatAnEncodingDoesNotCloseIsNoPart() {
    try (PartWriter<String> part = part(new Careless(e -> {}, false))) {
      part.write("row");
      IllegalStateException error = assertThrows(IllegalStateException.class, part::finish);
      assertTrue(
          error.getMessage().contains("did not close its file for 1 rows"), error::getMessage);
    }
  }

  @Test
  void extensionHasToBePartOfAName() {
    for (String extension : List.of("/x", "..", ".a b", "x", ".")) {
      StagedFile.Place place = new StagedFile.Place(storage, "staged", name -> {}, () -> {});
      StagedFile file = new StagedFile(place, 0, 0);
      assertThrows(ConfigurationException.class, () -> file.create(extension), extension);
    }
  }
}
