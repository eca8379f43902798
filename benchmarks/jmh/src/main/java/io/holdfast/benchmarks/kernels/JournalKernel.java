package io.holdfast.benchmarks.kernels;

import io.holdfast.engine.journal.BlockLocation.InLog;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.Journal;
import io.holdfast.engine.journal.JournalEvent;
import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.JournalEvent.BlockRange;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.Fence;
import io.holdfast.wal.LogHandle;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.WriteAheadLog;
import io.holdfast.wal.storage.Storage;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Events of the driver: appended, forced and applied one by one, so that none shares a group. */
@State(Scope.Benchmark)
public class JournalKernel {
  private static final int BLOCKS = 10;

  /** The blocks of a batch, its allocation and its completion. */
  static final int EVENTS = BLOCKS + 2;

  private static final String STREAM = "lines";
  private static final String DIRECTORY = "journal";

  private final SimulatedScheduler scheduler = new SimulatedScheduler(1, 1_700_000_000_000L);
  private final DriverState state = new DriverState();
  private WriteAheadLog log;
  private Journal journal;
  private long block;
  private long batch;

  /** Starts an empty journal. */
  @Setup
  public void make() {
    Storage storage = new ForgetfulStorage();
    LogScan nothing =
        LogScanner.recover(storage, DIRECTORY, new LogId(1, 2), 0, (segment, frame) -> {});
    log =
        WriteAheadLog.start(
            storage,
            nothing,
            new WriteAheadLog.Writer("journal", 1, Fence.NONE),
            LogOptions.DEFAULT,
            scheduler);
    journal =
        new Journal(
            log,
            state,
            scheduler.serial("driver"),
            error -> {
              throw new IllegalStateException(error);
            });
  }

  /** One batch; how many of its events are durable and applied, which is all. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long batch() {
    long before = journal.appliedLsn();
    long first = block + 1;
    for (int i = 0; i < BLOCKS; i++) {
      record(new BlockAdded(nextBlock()));
    }
    BatchTime time = new BatchTime(++batch);
    record(new BatchAllocated(time, List.of(new BlockRange(STREAM, first, block))));
    record(new BatchCompleted(time, 1, 10_000, List.of("totals")));
    log.release(journal.appliedLsn());
    return journal.appliedLsn() - before;
  }

  private ReceivedBlock nextBlock() {
    block++;
    LogHandle handle = new LogHandle(block, 1, 128 + block * 1_000_000, 1_000_000, 7);
    return new ReceivedBlock(
        STREAM, block, 1_000, new InLog("shared", handle), Map.of("partition-0", block * 1_000));
  }

  private void record(JournalEvent event) {
    journal.record(event, () -> {});
    scheduler.runReady();
  }
}
