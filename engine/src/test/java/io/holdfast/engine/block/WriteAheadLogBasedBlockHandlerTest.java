package io.holdfast.engine.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.engine.block.WriteAheadLogBasedBlockHandler.Retries;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.wal.Fence;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.WriteAheadLog;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.SimulatedStorage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Blocks of several streams in one log, and blocks that have to wait for room. */
final class WriteAheadLogBasedBlockHandlerTest {
  private static final String LOG = "blocks";
  private static final UUID APPLICATION = new UUID(7, 7);
  private static final int CAPACITY = 100_000;

  private final SimulatedScheduler scheduler = new SimulatedScheduler(1, 1_700_000_000_000L);
  private final SimulatedDisk disk = new SimulatedDisk();
  private final SimulatedStorage storage = disk.storage();
  private final WriteAheadLog log = startLog();
  private final DataLogs logs = new DataLogs(Map.of(LOG, log), name -> null);
  private final List<String> held = new ArrayList<>();
  private int freed;

  private WriteAheadLog startLog() {
    disk.capacityBytes(CAPACITY);
    return WriteAheadLog.start(
        storage,
        LogScanner.recover(storage, LOG, LogId.of(APPLICATION, LOG), 0, (segment, frame) -> {}),
        new WriteAheadLog.Writer("log", 1, Fence.NONE),
        LogOptions.DEFAULT.withSegmentBytes(4 << 10),
        scheduler);
  }

  private WriteAheadLogBasedBlockHandler handler() {
    Retries retries = new Retries(scheduler, scheduler.serial("retries"), new Noting());
    return new WriteAheadLogBasedBlockHandler(logs, LOG, retries, 0);
  }

  /** Notes how many blocks wait, and what was said. */
  private final class Noting implements Holding {
    @Override
    public void held(String reason) {
      held.add(reason);
    }

    @Override
    public void freed() {
      freed++;
    }
  }

  private static CompletableFuture<ReceivedBlock> store(
      ReceivedBlockHandler handler, String stream, long sequence, int length) {
    BlockFormat.Header header = new BlockFormat.Header(stream, sequence, 1, Map.of(), length);
    byte[] bytes = new byte[length];
    bytes[0] = (byte) sequence;
    return handler.store(header, ByteBuffer.wrap(bytes));
  }

  @Test
  void blocksOfManyStreamsShareOneForce() {
    long before = log.metrics().forces();
    List<CompletableFuture<ReceivedBlock>> stored = new ArrayList<>();
    for (String stream : List.of("clicks", "orders", "prices", "visits")) {
      WriteAheadLogBasedBlockHandler handler = handler();
      stored.add(store(handler, stream, 1, 100));
      stored.add(store(handler, stream, 2, 100));
    }
    scheduler.runReady();
    assertEquals(1, log.metrics().forces() - before, "eight blocks of four streams");
    for (CompletableFuture<ReceivedBlock> block : stored) {
      assertEquals(LOG, block.join().inLog().orElseThrow().log());
      assertEquals(block.join().sequence(), logs.read(block.join()).get(0));
    }
  }

  @Test
  void refusedBlocksWaitAndCompleteInTheirOrder() {
    WriteAheadLogBasedBlockHandler handler = handler();
    List<CompletableFuture<ReceivedBlock>> stored = new ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      // Small ones might still find room when a large one does not.
      stored.add(store(handler, "clicks", i, i % 2 == 0 ? 10 : 5000));
      scheduler.runReady();
    }
    int taken = (int) stored.stream().filter(CompletableFuture::isDone).count();
    assertTrue(taken > 5 && taken < 40, "taken: " + taken);
    assertTrue(stored.subList(0, taken).stream().allMatch(CompletableFuture::isDone));
    assertTrue(storage.usableBytes() >= CAPACITY / 8, "the reserve was touched");
    assertTrue(log.metrics().refused() > 0);
    assertEquals(40 - taken, held.size(), "each that waits is told of once");
    assertTrue(held.get(0).contains("are kept for checkpoints and clean-up"), held.get(0));
    assertEquals(0, freed);
    scheduler.runFor(Duration.ofSeconds(30));
    assertFalse(stored.get(taken).isDone());
    assertTrue(log.release(log.durableLsn() - 1) > 0);
    scheduler.runFor(Duration.ofSeconds(2));
    assertTrue(stored.get(taken).isDone(), "clean-up made room, and nobody had to ask again");
    disk.capacityBytes(10 * CAPACITY);
    scheduler.runFor(Duration.ofSeconds(2));
    List<Long> lsns =
        stored.stream().map(block -> block.join().inLog().orElseThrow().handle().lsn()).toList();
    assertEquals(40, lsns.stream().distinct().count());
    assertEquals(held.size(), freed);
  }
}
