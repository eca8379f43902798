package io.holdfast.engine.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.wal.Acknowledgement;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Data logs that other processes have written or are writing. */
final class ForeignDataLogsTest {
  private static final UUID APPLICATION = new UUID(7, 7);
  private static final String OWN = "blocks";
  private static final String LIVE = "x-2-1-aa";
  private static final String ENDED = "x-1-1-bb";

  private final SimulatedScheduler scheduler = new SimulatedScheduler(1, 1_700_000_000_000L);
  private final Storage storage = new SimulatedDisk().storage();
  private final WriteAheadLog own = start(OWN);
  private final WriteAheadLog live = start(LIVE);
  private final WriteAheadLog ended = start(ENDED);
  private final DataLogs logs =
      new DataLogs(Map.of(OWN, own), name -> new ForeignLog(storage, name, id(name)));

  private static LogId id(String name) {
    return LogId.of(APPLICATION, name);
  }

  private WriteAheadLog start(String name) {
    return WriteAheadLog.start(
        storage,
        LogScanner.recover(storage, name, id(name), 0, (segment, frame) -> {}),
        new WriteAheadLog.Writer(name, 1, Fence.NONE),
        LogOptions.DEFAULT.withSegmentBytes(4 << 10),
        scheduler);
  }

  /** Records of which each fills a segment. */
  private List<LogHandle> append(WriteAheadLog log, int count) {
    List<LogHandle> handles = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      byte[] bytes = new byte[3 << 10];
      bytes[0] = (byte) i;
      CompletableFuture<Acknowledgement> appended = log.append(ByteBuffer.wrap(bytes));
      scheduler.runReady();
      handles.add(appended.join().handle());
    }
    return handles;
  }

  private long firstLsn(String name) {
    return LogScanner.scan(storage, name, id(name), 0, (segment, frame) -> {}).firstLsn();
  }

  @Test
  void recordsAreReadWhereTheyLie() {
    LogHandle inOwn = append(own, 1).get(0);
    LogHandle inLive = append(live, 2).get(1);
    LogHandle inEnded = append(ended, 3).get(2);
    logs.reported(LIVE, 2);
    logs.ended(ENDED, 3);
    assertEquals(1, logs.read(OWN, inOwn).get(0));
    assertEquals(2, logs.read(LIVE, inLive).get(0));
    assertEquals(3, logs.read(ENDED, inEnded).get(0));
    assertFalse(logs.has(LIVE));
    assertEquals(List.of(OWN), List.copyOf(logs.names()));
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> logs.read("x-9-9-cc", inLive))
            .getMessage()
            .contains("There is no data log 'x-9-9-cc'"));
  }

  @Test
  void whatIsKnownDurableOnlyGrows() {
    logs.reported(LIVE, 7);
    logs.reported(LIVE, 5);
    logs.ended(ENDED, 3);
    assertEquals(Map.of(LIVE, 7L, ENDED, 3L), logs.foreign());
    logs.reported(ENDED, 2);
    assertEquals(Map.of(LIVE, 7L, ENDED, 3L), logs.foreign());
  }

  @Test
  void logThatHasEndedGoesWholeWhenNothingOfItIsNeeded() {
    append(ended, 3);
    ended.close();
    logs.ended(ENDED, 3);
    logs.release(ENDED, 3);
    assertEquals(3, firstLsn(ENDED));
    assertEquals(Map.of(ENDED, 3L), logs.foreign());
    logs.release(ENDED, 4);
    assertFalse(storage.exists(ENDED));
    assertEquals(Map.of(), logs.foreign());
    logs.release(ENDED, 4);
  }

  @Test
  void logWithAWriterKeepsItsLastSegment() {
    append(live, 3);
    logs.reported(LIVE, 3);
    logs.release(LIVE, 4);
    assertEquals(3, firstLsn(LIVE));
    assertEquals(Map.of(LIVE, 3L), logs.foreign());
    assertEquals(1, append(live, 1).size());
  }

  @Test
  void ownLogsAndUnknownOnesAreToldApart() {
    append(own, 3);
    append(live, 3);
    logs.release(OWN, 3);
    logs.release(LIVE, 3);
    assertEquals(3, firstLsn(OWN));
    assertEquals(1, firstLsn(LIVE), "nobody has told of it");
  }

  @Test
  void allAreClosed() {
    LogHandle handle = append(live, 1).get(0);
    logs.reported(LIVE, 1);
    assertEquals(1, logs.read(LIVE, handle).get(0));
    logs.close();
    assertTrue(own.append(ByteBuffer.allocate(1)).isCompletedExceptionally());
  }
}
