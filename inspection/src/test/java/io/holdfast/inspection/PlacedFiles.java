package io.holdfast.inspection;

import io.holdfast.checkpoint.placed.PartitionPart;
import io.holdfast.checkpoint.placed.PlacedState;
import io.holdfast.checkpoint.state.EncodedEntry;
import io.holdfast.checkpoint.state.EntryKind;
import io.holdfast.checkpoint.state.PartitionFacts;
import io.holdfast.checkpoint.state.StateChunk;
import io.holdfast.checkpoint.state.StateChunk.Kind;
import io.holdfast.checkpoint.state.StateStore;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.block.BlockFormat;
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
import io.holdfast.wal.Acknowledgement;
import io.holdfast.wal.Fence;
import io.holdfast.wal.FieldWriter;
import io.holdfast.wal.LogHandle;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.WriteAheadLog;
import io.holdfast.wal.storage.Storage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The files of an application on a cluster: a stream 'lines', and a state 'totals' of two
 * partitions at batch {@link #VERSION}, both in the log of one executor. Block 3 is in no batch.
 */
public final class PlacedFiles {
  public static final UUID APPLICATION = new UUID(5, 6);
  public static final long VERSION = 1_700_000_002_000L;
  public static final String EXECUTOR = ApplicationLayout.executorLog(1, "1-5f0c2e9a");

  private static final long FIRST = VERSION - 1000;

  private final Storage storage;
  private final SimulatedScheduler scheduler = new SimulatedScheduler(1, FIRST);
  private final WriteAheadLog journal;
  private final WriteAheadLog executor;

  private PlacedFiles(Storage storage) {
    this.storage = storage;
    new ApplicationIdentity("placed", APPLICATION).create(storage);
    this.journal = start(ApplicationLayout.JOURNAL);
    this.executor = start(ApplicationLayout.dataLog(EXECUTOR));
  }

  /** Writes them to an empty storage. */
  public static void write(Storage storage) {
    PlacedFiles files = batches(storage);
    files.event(files.received(3));
    files.close();
  }

  /** The same, and all blocks are in completed batches. */
  public static void writeWithoutBlocks(Storage storage) {
    batches(storage).close();
  }

  private static PlacedFiles batches(Storage storage) {
    PlacedFiles files = new PlacedFiles(storage);
    PlacedState state = files.state();
    files.event(new EpochStarted(1, FIRST, "test"));
    files.event(files.received(1));
    files.event(files.received(2));
    files.batch(state, FIRST, 1, files.delta(0, FIRST, 0, "hold"), files.delta(1, FIRST, 0, "x"));
    files.batch(
        state,
        VERSION,
        2,
        files.part(0, Kind.SNAPSHOT, FIRST, FIRST, "hold", "fast"),
        files.delta(0, VERSION, FIRST, "fast"),
        files.nothing(1));
    state.close();
    return files;
  }

  private void close() {
    executor.close();
    journal.close();
  }

  private WriteAheadLog start(String directory) {
    return WriteAheadLog.start(
        storage,
        LogScanner.scan(
            storage,
            directory,
            ApplicationLayout.logId(APPLICATION, directory),
            0,
            (segment, frame) -> {}),
        new WriteAheadLog.Writer(directory, 1, Fence.NONE),
        LogOptions.DEFAULT.withSegmentBytes(64 << 10),
        scheduler);
  }

  private PlacedState state() {
    String directory = ApplicationLayout.placesLog("totals");
    StateStore.Source source =
        new StateStore.Source(
            storage, directory, ApplicationLayout.logId(APPLICATION, directory), 0);
    return PlacedState.load(source, "totals", new StateStore.Wanted(0, Set.of()))
        .start(
            new WriteAheadLog.Writer(directory, 1, Fence.NONE),
            new StateStore.Options(LogOptions.DEFAULT.withSegmentBytes(64 << 10), 1),
            scheduler,
            2,
            "");
  }

  private LogHandle append(WriteAheadLog log, ByteBuffer record) {
    CompletableFuture<Acknowledgement> appended = log.append(record);
    scheduler.runReady();
    return appended.join().handle();
  }

  private void event(JournalEvent event) {
    LogHandle unused = append(journal, JournalCodec.encode(event));
  }

  private BlockAdded received(long sequence) {
    FieldWriter records = new FieldWriter();
    records.putString("kelp " + sequence);
    int length = records.view().remaining();
    BlockFormat.Header header =
        new BlockFormat.Header("lines", sequence, 1, Map.of("line", sequence), length);
    LogHandle handle = append(executor, BlockFormat.assemble(header, records));
    return new BlockAdded(
        new ReceivedBlock(
            "lines", sequence, 1, new InLog(EXECUTOR, handle), Map.of("line", sequence)));
  }

  private void batch(PlacedState state, long version, long block, PartitionPart... parts) {
    BatchTime time = new BatchTime(version);
    event(new BatchAllocated(time, List.of(new BlockRange("lines", block, block))));
    CompletableFuture<PlacedState.Changes> durable =
        state.persist(state.changes(version, List.of(parts)));
    scheduler.runReady();
    state.apply(durable.join());
    event(new BatchCompleted(time, 1, 1, List.of("totals")));
  }

  private PartitionPart delta(int partition, long version, long previous, String... keys) {
    return part(partition, Kind.DELTA, version, previous, keys);
  }

  private PartitionPart part(
      int partition, Kind kind, long version, long previous, String... keys) {
    List<EncodedEntry> entries =
        List.of(keys).stream()
            .map(key -> new EncodedEntry(EntryKind.SET, 0, bytes(key), bytes("12")))
            .toList();
    StateChunk header = new StateChunk(kind, version, previous, 1, 0, true, 0);
    LogHandle handle = append(executor, StateChunk.encode(header, entries));
    return new PartitionPart(
        partition,
        2,
        kind == Kind.SNAPSHOT,
        version,
        EXECUTOR,
        List.of(handle),
        new PartitionFacts(keys.length, Long.MAX_VALUE, false));
  }

  private PartitionPart nothing(int partition) {
    PartitionFacts facts = new PartitionFacts(1, Long.MAX_VALUE, false);
    return new PartitionPart(partition, 2, false, VERSION, EXECUTOR, List.of(), facts);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
