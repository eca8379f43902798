package io.holdfast.engine.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdfast.NotReplayableException;
import io.holdfast.checkpoint.Checkpoint;
import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.checkpoint.CheckpointSection;
import io.holdfast.checkpoint.CheckpointStore;
import io.holdfast.checkpoint.SectionCodec;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.checkpointing.LogPositions;
import io.holdfast.engine.checkpointing.LogPositions.Position;
import io.holdfast.engine.checkpointing.Sections;
import io.holdfast.engine.journal.BlockLocation.InLog;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.JournalCodec;
import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.JournalEvent.BlockRange;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.Fence;
import io.holdfast.wal.ForeignLog;
import io.holdfast.wal.LogHandle;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.WriteAheadLog;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * A data log of an executor is deleted when nobody needs it, and the newest checkpoint still says
 * how far it was durable.
 */
final class ReleasedDataLogTest {
  private static final UUID APPLICATION = new UUID(3, 4);
  private static final String EXECUTOR = ApplicationLayout.executorLog(1, "1-aa");

  private final Storage storage = new SimulatedDisk().storage();
  private final SimulatedScheduler scheduler = new SimulatedScheduler(1, 0);
  private final ApplicationIdentity identity = new ApplicationIdentity("test", APPLICATION);

  /** Three records in a log, and a checkpoint that needs it from an LSN on. */
  private void written(String log, long neededFrom) {
    identity.create(storage);
    String directory = ApplicationLayout.dataLog(log);
    try (WriteAheadLog writer = start(directory)) {
      for (int i = 0; i < 3; i++) {
        append(writer, ByteBuffer.wrap(new byte[] {1}));
      }
    }
    LogPositions positions = new LogPositions(Map.of(directory, new Position(3, neededFrom)));
    new CheckpointStore(storage, ApplicationLayout.CHECKPOINTS, APPLICATION)
        .write(
            new Checkpoint(
                new CheckpointId(2, 1000),
                0,
                List.of(
                    section(Sections.POSITIONS, positions.text().getBytes(StandardCharsets.UTF_8)),
                    section(Sections.PENDING_OUTLINE, new DriverState().encode()))));
  }

  private WriteAheadLog start(String directory) {
    return WriteAheadLog.start(
        storage,
        LogScanner.scan(storage, directory, id(directory), 0, (segment, frame) -> {}),
        new WriteAheadLog.Writer("log", 1, Fence.NONE),
        LogOptions.DEFAULT,
        scheduler);
  }

  private void append(WriteAheadLog log, ByteBuffer record) {
    CompletableFuture<?> appended = log.append(record);
    scheduler.runReady();
    appended.join();
  }

  private static CheckpointSection section(String name, byte[] bytes) {
    return new CheckpointSection(name, Sections.VERSION, SectionCodec.FIELDS, bytes);
  }

  private static LogId id(String directory) {
    return ApplicationLayout.logId(APPLICATION, directory);
  }

  private void delete(String log) {
    String directory = ApplicationLayout.dataLog(log);
    new ForeignLog(storage, directory, id(directory)).delete();
  }

  private RecoveryPlan plan() {
    return RecoveryPlanner.plan(storage, identity);
  }

  @Test
  void logOfWhichNothingIsNeededMayBeGone() {
    written(EXECUTOR, 4);
    assertEquals(3, plan().dataLogs().get(EXECUTOR).lastLsn());
    delete(EXECUTOR);
    assertEquals(0, plan().dataLogs().get(EXECUTOR).lastLsn());
  }

  @Test
  void logOfWhichSomethingIsNeededIsMissed() {
    written(EXECUTOR, 3);
    delete(EXECUTOR);
    assertThrows(NotReplayableException.class, this::plan);
  }

  /** The journal goes by segments, so it still has events of blocks that nobody needs any more. */
  @Test
  void logThatOnlyBlocksOfCompletedBatchesNameMayBeGone() {
    identity.create(storage);
    LogHandle handle = new LogHandle(1, 1, 4096, 1, 0);
    BatchTime batch = new BatchTime(1000);
    BlockRange range = new BlockRange("lines", 1, 1);
    WriteAheadLog journal = start(ApplicationLayout.JOURNAL);
    append(
        journal,
        JournalCodec.encode(
            new BlockAdded(
                new ReceivedBlock("lines", 1, 1, new InLog(EXECUTOR, handle), Map.of()))));
    assertThrows(NotReplayableException.class, this::plan);
    append(journal, JournalCodec.encode(new BatchAllocated(batch, List.of(range))));
    assertThrows(NotReplayableException.class, this::plan);
    append(journal, JournalCodec.encode(new BatchCompleted(batch, 1, 1, List.of())));
    assertEquals(0, plan().dataLogs().get(EXECUTOR).lastLsn());
  }

  /** They keep their last segment for as long as there is a driver. */
  @Test
  void logOfTheDriverIsMissed() {
    written(ApplicationLayout.SHARED_DATA_LOG, 4);
    delete(ApplicationLayout.SHARED_DATA_LOG);
    assertThrows(NotReplayableException.class, this::plan);
  }
}
