package io.holdfast.inspection.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.journal.BlockLocation.InLog;
import io.holdfast.engine.journal.JournalCodec;
import io.holdfast.engine.journal.JournalEvent;
import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.JournalEvent.BlockRange;
import io.holdfast.engine.journal.JournalEvent.EpochStarted;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.Fence;
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
import org.junit.jupiter.api.Test;

/**
 * Files of which every checksum is right, but which contradict each other: only somebody who folds
 * the journal and follows the handles can tell.
 */
class ApplicationInspectorTest {
  private static final UUID APPLICATION = new UUID(1, 2);
  private static final BatchTime BATCH = new BatchTime(1000);

  private final Storage storage = new SimulatedDisk().storage();
  private final SimulatedScheduler scheduler = new SimulatedScheduler(1, 0);

  ApplicationInspectorTest() {
    new ApplicationIdentity("test", APPLICATION).create(storage);
  }

  @Test
  void aJournalAloneIsWhereAStartBegins() {
    journal(new EpochStarted(1, 0, "test"));
    assertEquals(ExitCode.OK, inspect().exitCode());
    assertEquals(1, inspect().state().orElseThrow().epoch());
  }

  @Test
  void aBatchThatIsCompletedBeforeItIsAllocatedIsDamage() {
    journal(new EpochStarted(1, 0, "test"), new BatchCompleted(BATCH, 1, 0, List.of()));
    assertFinding("journal", ExitCode.DAMAGED, "offset 176, LSN 2: The journal completes batch");
  }

  @Test
  void aBlockThatIsAllocatedTwiceIsDamage() {
    BlockRange range = new BlockRange("lines", 1, 1);
    journal(
        added(1, data("one")),
        new BatchAllocated(BATCH, List.of(range)),
        new BatchAllocated(new BatchTime(2000), List.of(range)));
    assertFinding("journal", ExitCode.DAMAGED, "LSN 3: The journal allocates blocks 1 to 1");
  }

  @Test
  void anEmptyRangeOfBlocksIsDamage() {
    journal(new BatchAllocated(BATCH, List.of(new BlockRange("lines", 1, 0))));
    assertFinding("journal", ExitCode.DAMAGED, "LSN 1: The journal allocates blocks 1 to 0");
  }

  @Test
  void anEventThatCannotBeDecodedIsDamage() {
    append(ApplicationLayout.JOURNAL, List.of(ByteBuffer.wrap(new byte[] {99, 1})));
    assertFinding("journal", ExitCode.DAMAGED, "unknown event type 99");
  }

  @Test
  void aBlockMustLieWhereTheJournalSays() {
    LogHandle handle = data("no block at all");
    LogHandle elsewhere =
        new LogHandle(
            handle.lsn(),
            handle.segment(),
            handle.offset() + 8,
            handle.lengthBytes(),
            handle.crc32c());
    journal(added(1, elsewhere));
    assertFinding("block lines/1", ExitCode.DAMAGED, "there is no whole frame at this place");
  }

  @Test
  void aBlockMustBeTheOneThatTheJournalNames() {
    journal(added(1, data("no block at all")));
    assertFinding("block lines/1", ExitCode.DAMAGED, "Cannot decode block lines/1");
  }

  @Test
  void aJournalThatKnowsOfMoreBlocksThanThereAreShowsAGap() {
    LogHandle handle = data("one");
    journal(added(1, new LogHandle(handle.lsn() + 4, 1, 1000, 3, 0)));
    assertFinding("data log", ExitCode.NOT_REPLAYABLE, "but LSN 2 to 5 were durable");
  }

  @Test
  void aDirectoryWithNothingButItsIdentityIsClean() {
    assertEquals(ExitCode.OK, inspect().exitCode());
  }

  private ApplicationReport inspect() {
    return ApplicationInspector.inspect(storage, what -> {});
  }

  private void assertFinding(String subject, ExitCode exitCode, String part) {
    ApplicationReport report = inspect();
    assertEquals(exitCode, report.exitCode());
    List<Finding> wrong = report.findings().stream().filter(f -> !f.sound()).toList();
    assertEquals(1, wrong.size(), wrong.toString());
    assertEquals(subject, wrong.get(0).subject());
    assertTrue(wrong.get(0).detail().contains(part), wrong.get(0).detail());
  }

  private static BlockAdded added(long sequence, LogHandle handle) {
    return new BlockAdded(
        new ReceivedBlock(
            "lines", sequence, 1, new InLog("blocks", handle), Map.of("line", sequence)));
  }

  private void journal(JournalEvent... events) {
    append(ApplicationLayout.JOURNAL, List.of(events).stream().map(JournalCodec::encode).toList());
  }

  private LogHandle data(String payload) {
    ByteBuffer bytes = ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8));
    return append(ApplicationLayout.dataLog("blocks"), List.of(bytes));
  }

  private LogHandle append(String directory, List<ByteBuffer> records) {
    LogId id = ApplicationLayout.logId(APPLICATION, directory);
    WriteAheadLog log =
        WriteAheadLog.start(
            storage,
            LogScanner.scan(storage, directory, id, 0, (segment, frame) -> {}),
            new WriteAheadLog.Writer(directory, 1, Fence.NONE),
            LogOptions.DEFAULT,
            scheduler);
    LogHandle last = null;
    for (ByteBuffer record : records) {
      var appended = log.append(record);
      scheduler.runReady();
      last = appended.join().handle();
    }
    var sealed = log.seal();
    scheduler.runReady();
    sealed.join();
    return last;
  }
}
