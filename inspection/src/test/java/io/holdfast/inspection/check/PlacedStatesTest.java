package io.holdfast.inspection.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.checkpoint.Checkpoint;
import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.checkpoint.CheckpointSection;
import io.holdfast.checkpoint.CheckpointStore;
import io.holdfast.checkpoint.SectionCodec;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.checkpointing.LogPositions;
import io.holdfast.engine.checkpointing.LogPositions.Position;
import io.holdfast.engine.checkpointing.Sections;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.inspection.LogKind;
import io.holdfast.inspection.PlacedFiles;
import io.holdfast.inspection.mend.Mending;
import io.holdfast.inspection.plan.StartPlanner;
import io.holdfast.inspection.trace.RecordSearch;
import io.holdfast.wal.storage.StorageReader;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.SimulatedStorage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** An application whose states lie in the log of an executor. */
class PlacedStatesTest {
  private static final String EXECUTOR = ApplicationLayout.dataLog(PlacedFiles.EXECUTOR);
  private static final String SEGMENT = EXECUTOR + "/segment-00000000000000000001.hfw";

  private final SimulatedDisk disk = new SimulatedDisk();
  private final SimulatedStorage storage = disk.storage();

  PlacedStatesTest() {
    PlacedFiles.write(storage);
  }

  private ApplicationReport inspect() {
    return ApplicationInspector.inspect(storage, what -> {});
  }

  private List<String> wrong() {
    return wrong(storage);
  }

  private static List<String> wrong(SimulatedStorage of) {
    return ApplicationInspector.inspect(of, what -> {}).findings().stream()
        .filter(finding -> !finding.sound())
        .map(finding -> finding.subject() + ": " + finding.detail())
        .toList();
  }

  @Test
  void everythingIsKnownAndSound() {
    ApplicationReport report = inspect();
    assertEquals(List.of(), wrong());
    assertEquals(ExitCode.OK, report.exitCode());
    Map<LogKind, String> contents =
        report.logs().stream().collect(Collectors.toMap(LogStatus::kind, LogStatus::content));
    assertEquals("3 blocks, 4 chunks of states", contents.get(LogKind.EXECUTOR));
    assertEquals("batches 2, records of everything 0, parts 5", contents.get(LogKind.PLACES));
    Finding state =
        report.findings().stream().filter(f -> f.subject().startsWith("state")).findFirst().get();
    assertEquals(
        "leads to batch 1700000002000: batches 2, records of everything 0, parts 5; 4 parts that a"
            + " start would need in 3 records, each readable",
        state.detail());
    assertTrue(
        report.findings().stream()
            .anyMatch(f -> f.detail().equals("1 block that a start would need, each readable")));
  }

  @Test
  void missingLogOfAnExecutorIsFound() {
    storage.deleteTree(EXECUTOR);
    assertEquals(ExitCode.NOT_REPLAYABLE, inspect().exitCode());
    String wrong = wrong().toString();
    assertTrue(wrong.contains("log of an executor: "), wrong);
    assertTrue(wrong.contains("but records up to LSN 7 were durable"), wrong);
  }

  /** No block is needed of it, so nothing but the places tells that something is missing. */
  @Test
  void missingPartsAreFound() {
    SimulatedStorage other = new SimulatedDisk().storage();
    PlacedFiles.writeWithoutBlocks(other);
    other.deleteTree(EXECUTOR);
    String wrong = wrong(other).toString();
    assertTrue(wrong.contains("state totals partition 0: sim://" + SEGMENT + " is missing"), wrong);
    assertTrue(wrong.contains("state totals partition 1: "), wrong);
  }

  @Test
  void damagedPartIsFound() {
    byte[] bytes = read(SEGMENT);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("fast");
    bytes[at] ^= 1;
    disk.overwrite(SEGMENT, bytes);
    List<String> wrong = wrong();
    assertTrue(wrong.get(0).startsWith("log of an executor: "), wrong::toString);
    assertEquals(ExitCode.DAMAGED, inspect().exitCode());
  }

  private byte[] read(String path) {
    try (StorageReader reader = storage.open(path)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) reader.length());
      reader.read(0, bytes);
      return bytes.array();
    }
  }

  @Test
  void missingPlacesAreFound() {
    storage.deleteTree(ApplicationLayout.PLACES);
    assertEquals(List.of(), wrong(), "no state is known without its log");
    checkpoint(new Position(2, 1), ApplicationLayout.placesLog("totals"));
    List<String> wrong = wrong();
    assertTrue(wrong.stream().anyMatch(w -> w.startsWith("log of places: ")), wrong::toString);
  }

  @Test
  void logOfAnExecutorThatNobodyNeedsMayBeGone() {
    String gone = ApplicationLayout.dataLog(ApplicationLayout.executorLog(1, "2-gone"));
    checkpoint(new Position(7, 8), gone);
    assertEquals(List.of(), wrong());
    storage.delete(ApplicationLayout.CHECKPOINTS + "/" + new CheckpointId(1, 1).fileName());
    checkpoint(new Position(7, 7), gone);
    assertTrue(wrong().toString().contains("records up to LSN 7 were durable"), "" + wrong());
  }

  private void checkpoint(Position position, String directory) {
    byte[] positions =
        new LogPositions(Map.of(directory, position)).text().getBytes(StandardCharsets.UTF_8);
    new CheckpointStore(storage, ApplicationLayout.CHECKPOINTS, PlacedFiles.APPLICATION)
        .write(
            new Checkpoint(
                new CheckpointId(1, 1),
                0,
                List.of(
                    section(Sections.POSITIONS, positions),
                    section(Sections.PENDING_OUTLINE, new DriverState().encode()))));
  }

  private static CheckpointSection section(String name, byte[] bytes) {
    return new CheckpointSection(name, Sections.VERSION, SectionCodec.FIELDS, bytes);
  }

  @Test
  void chunksAreNoBlocks() {
    assertEquals(List.of("lines/2/0"), RecordSearch.find(storage, "kelp 2", 9));
    assertEquals(List.of(), RecordSearch.find(storage, "hold", 9));
  }

  @Test
  void whatIsNotPossibleIsRefused() {
    String why = "its states lie in logs of a cluster's executors, and mending does not work";
    for (Throwable refused :
        List.of(
            assertThrows(ConfigurationException.class, () -> Mending.repair(storage, what -> {})),
            assertThrows(
                ConfigurationException.class,
                () -> Mending.rewindToBatch(storage, PlacedFiles.VERSION, what -> {})))) {
      assertTrue(refused.getMessage().contains(why), refused::getMessage);
    }
    assertThrows(
        ConfigurationException.class,
        () -> StartPlanner.plan(storage, Optional.empty(), () -> 0, what -> {}));
  }
}
