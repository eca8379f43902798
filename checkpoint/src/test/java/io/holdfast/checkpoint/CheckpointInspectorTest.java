package io.holdfast.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.SimulatedStorage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CheckpointInspectorTest {
  private final SimulatedStorage storage = new SimulatedDisk().storage();
  private final CheckpointInspector inspector = new CheckpointInspector(storage);

  @Test
  void describesAnIntactFileUnderAnyName() {
    Samples.put(storage, "copy.bin", Samples.bytes());
    ContainerReport report = inspector.file("copy.bin");
    assertEquals(Verdict.INTACT, report.verdict());
    assertEquals(
        """
        sim:/copy.bin: INTACT, 299 bytes
          format       1.0
          application  00112233-4455-6677-8899-aabbccddeeff
          epoch        7
          batch        1700000000000
          created      2023-11-14T22:13:20.123Z
          sha-256      %s
          section      meta             version 1  FIELDS  offset 72, 4 bytes  intact
          section      classes          version 2  TEXT    offset 76, 21 bytes  intact
          section      graph            version 3  KRYO    offset 97, 3 bytes  intact
          section      pending          version 1  KRYO    offset 100, 0 bytes  intact
        """
            .replace("%s", report.digest().orElseThrow()),
        report.describe());
  }

  @Test
  void reportsOnADirectory() {
    CheckpointStore store = new CheckpointStore(storage, "dir", Samples.APPLICATION);
    CheckpointId old = new CheckpointId(1, 5);
    CheckpointId misnamed = new CheckpointId(3, 5);
    store.write(Samples.checkpoint(old));
    store.write(Samples.checkpoint(Samples.ID));
    Samples.put(storage, "dir/" + misnamed.fileName(), Samples.bytes());
    Samples.put(storage, "dir/" + old.temporaryName(3), new byte[9]);
    Samples.put(storage, "dir/README", new byte[9]);
    storage.createDirectories("dir/checkpoint-0000000001-00000000000000000009.hfc");

    DirectoryReport report = inspector.directory("dir");
    assertEquals(
        List.of(Verdict.INTACT, Verdict.MISNAMED, Verdict.INTACT),
        report.checkpoints().stream().map(ContainerReport::verdict).toList());
    assertEquals(Samples.ID, report.newestIntact().orElseThrow().header().orElseThrow().id());
    assertEquals(List.of(old.temporaryName(3)), report.temporaries());
    assertEquals(2, report.others().size());
    assertFalse(report.sound());
  }

  @Test
  void anUnreadableFileIsReportedAndAMissingOneThrows() {
    CheckpointStore store = new CheckpointStore(storage, "dir", Samples.APPLICATION);
    store.write(Samples.checkpoint());
    assertThrows(FileMissingException.class, () -> inspector.file("nowhere"));
    DirectoryReport report =
        new CheckpointInspector(new UnreadableStorage(storage)).directory("dir");
    ContainerReport file = report.checkpoints().get(0);
    assertEquals(Verdict.UNREADABLE, file.verdict());
    assertTrue(file.describe().contains("input/output error"), file.describe());
    assertEquals(Optional.empty(), report.newestIntact());
  }

  @Test
  void anEmptyDirectoryIsSound() {
    assertTrue(inspector.directory("nowhere").sound());
  }
}
