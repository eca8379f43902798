package io.holdfast.checkpoint.state;

import io.holdfast.runtime.Scheduler;
import io.holdfast.wal.Acknowledgement;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogMetrics;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.WriteAheadLog;
import io.holdfast.wal.storage.Storage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * One named state of a running driver: the values in memory and the log behind them.
 *
 * <p>Used from one executor at a time (the driver's), but for {@link PartitionChanges}, which tasks
 * fill. Order for each batch: {@link #begin}, fill, {@link #persist}, and when its future is
 * complete {@link #apply}. A snapshot is begun behind a delta when the deltas since the last one
 * have outgrown it; then a piece of it is written behind each delta, so that no batch waits long.
 */
public final class StateStore implements StateLog {
  private static final long MAX_CHUNK_BYTES = 1L << 20;
  private static final int CHUNKS_AT_LEAST = 4;
  private static final int DELTAS_A_SNAPSHOT = 3;
  // So much of a snapshot beside each delta keeps ahead of a state that grows, without a pause.
  private static final long STEP_BYTES = 64L << 10;
  private static final int STEP_DELTAS = 2;

  private final KeyedState state;
  private final ValueCodec codec;
  private final StateLook look;
  private final long epoch;
  private final long minDeltaBytes;
  private final WriteAheadLog log;
  private final LogBases bases;
  private final Map<Long, List<StateEntry>> kept = new HashMap<>();
  private CompletableFuture<Void> snapshot = CompletableFuture.completedFuture(null);
  private SnapshotWalk walk;
  private CompletableFuture<Acknowledgement> walkBegun;
  private long deltaBytes;
  private long lastDeltaBytes;
  private long snapshotBytes;
  private boolean classesWritten;
  private boolean converted;

  /**
   * Where a state is loaded from.
   *
   * @param directory of its log
   * @param logId of its log
   * @param provenLsn known durable from a checkpoint
   */
  public record Source(Storage storage, String directory, LogId logId, long provenLsn) {}

  /**
   * Which version is wanted.
   *
   * @param version the last batch whose changes count
   * @param keepAbove batches above it of which some outputs have committed: if their changes are
   *     durable, they are used in place of those that the re-run computes
   */
  public record Wanted(long version, Set<Long> keepAbove) {}

  /**
   * How it is written.
   *
   * @param log sizes of the log; a snapshot is queued whole, whatever they say of queues, and what
   *     frees room again may use the room that they reserve
   * @param minDeltaBytes deltas that have to be there before a snapshot is written; it is written
   *     when they are also three times as long as the snapshot before
   */
  public record Options(LogOptions log, long minDeltaBytes) {
    public Options {
      log = log.withReserveBytes(0).withMaxQueuedBytes(Long.MAX_VALUE);
    }
  }

  private StateStore(Loaded loaded, long epoch, long minDeltaBytes, WriteAheadLog log) {
    this.state = loaded.state;
    this.codec = loaded.codec;
    this.look = new StateLook(state, codec);
    this.epoch = epoch;
    this.minDeltaBytes = minDeltaBytes;
    this.log = log;
    this.bases = new LogBases(loaded.loader.baseLsn());
    this.converted = loaded.loader.hasConverted();
    this.kept.putAll(loaded.loader.above());
    this.kept.keySet().retainAll(loaded.wanted.keepAbove());
  }

  /**
   * Loads a state; changes nothing.
   *
   * @throws io.holdfast.HoldfastException if the log is damaged, does not lead to the wanted
   *     version, or holds what the classes of keys and values cannot take
   */
  public static Loaded load(Source source, KeyedState empty, ValueCodec codec, Wanted wanted) {
    String location = source.storage().location() + "/" + source.directory();
    StateChain chain = new StateChain(location);
    LogScan scan = scan(source, chain).requireSound();
    StateLoader loader = new StateLoader(empty, codec, location, chain, wanted.version());
    scan(source, loader).requireSound();
    loader.end();
    return new Loaded(source.storage(), scan, empty, codec, wanted, loader);
  }

  /** A state in memory, of which the log is not written to yet. */
  public static final class Loaded {
    private final Storage storage;
    private final LogScan scan;
    private final KeyedState state;
    private final ValueCodec codec;
    private final Wanted wanted;
    private final StateLoader loader;

    private Loaded(
        Storage storage,
        LogScan scan,
        KeyedState state,
        ValueCodec codec,
        Wanted wanted,
        StateLoader loader) {
      this.storage = storage;
      this.scan = scan;
      this.state = state;
      this.codec = codec;
      this.wanted = wanted;
      this.loader = loader;
    }

    /** Starts the log for a new epoch; once. */
    public StateStore start(WriteAheadLog.Writer writer, Options options, Scheduler scheduler) {
      WriteAheadLog log = WriteAheadLog.start(storage, scan, writer, options.log(), scheduler);
      return new StateStore(this, writer.epoch(), options.minDeltaBytes(), log);
    }
  }

  private static LogScan scan(Source source, LogScan.RecordVisitor visitor) {
    return LogScanner.recover(
        source.storage(), source.directory(), source.logId(), source.provenLsn(), visitor);
  }

  /** An empty state to be loaded. */
  public static KeyedState emptyState(String name, int partitions) {
    return new KeyedState(name, partitions);
  }

  public KeyedState state() {
    return state;
  }

  @Override
  public long version() {
    return state.version();
  }

  @Override
  public long keys() {
    return state.keys();
  }

  @Override
  public boolean holdsPanes() {
    return state.holdsPanes();
  }

  @Override
  public long oldestTouchMillis() {
    return state.oldestTouchMillis();
  }

  public StateChanges begin(long version) {
    return new StateChanges(state, version, epoch, codec);
  }

  /**
   * Appends the changes to the log. When the future is complete, the version survives a crash (F4).
   * If an earlier epoch's changes of this version were kept, they take the place of the given ones:
   * outputs have been committed that were computed with them.
   */
  public CompletableFuture<StateChanges> persist(StateChanges changes) {
    List<StateEntry> earlier = kept.remove(changes.version());
    return append(earlier == null ? changes : changesOf(changes.version(), earlier));
  }

  private StateChanges changesOf(long version, List<StateEntry> entries) {
    StateChanges changes = begin(version);
    List<PartitionChanges> partitions =
        IntStream.range(0, state.partitionCount()).mapToObj(changes::partition).toList();
    entries.forEach(new EntryRouter<>(partitions, PartitionChanges::record)::route);
    partitions.forEach(PartitionChanges::encode);
    return changes;
  }

  private CompletableFuture<StateChanges> append(StateChanges changes) {
    List<CompletableFuture<Acknowledgement>> appended = new ArrayList<>();
    if (!classesWritten) {
      appended.add(appendClasses());
    }
    lastDeltaBytes = 0;
    changes.records().forEach(record -> appended.add(appendRecord(record)));
    return CompletableFuture.allOf(appended.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> changes);
  }

  private CompletableFuture<Acknowledgement> appendClasses() {
    classesWritten = true;
    return log.append(StateChunk.classes(codec.classes(), epoch));
  }

  private CompletableFuture<Acknowledgement> appendRecord(ByteBuffer record) {
    deltaBytes += record.remaining();
    lastDeltaBytes += record.remaining();
    return log.append(record);
  }

  /** Makes durable changes visible; called between batches. */
  public void apply(StateChanges changes) {
    changes.apply();
    boolean grown = deltaBytes > Math.max(minDeltaBytes, DELTAS_A_SNAPSHOT * snapshotBytes);
    if (walk == null && (grown || converted)) {
      beginSnapshot();
    }
    if (walk != null) {
      writeSnapshot(Math.max(Math.min(STEP_BYTES, chunkBytes()), STEP_DELTAS * lastDeltaBytes));
    }
  }

  /** Looks at the state from outside, between batches. */
  public StateLook look() {
    return look;
  }

  @Override
  public long durableLsn() {
    return log.durableLsn();
  }

  @Override
  public LogMetrics metrics() {
    return log.metrics();
  }

  @Override
  public long neededFromLsn(long version) {
    return bases.neededFor(version);
  }

  @Override
  public int release(long lsn) {
    bases.release(lsn);
    return log.release(lsn);
  }

  @Override
  public CompletableFuture<Void> seal() {
    return snapshot.handle((done, error) -> error).thenCompose(settled -> log.seal());
  }

  @Override
  public void close() {
    log.close();
  }

  private int chunkBytes() {
    return (int) Math.min(MAX_CHUNK_BYTES, minDeltaBytes / CHUNKS_AT_LEAST);
  }

  private void beginSnapshot() {
    converted = false;
    deltaBytes = 0;
    snapshotBytes = 0;
    // The base begins with its classes: what is before them may go.
    walkBegun = appendClasses();
    walk = new SnapshotWalk(state, codec, epoch, chunkBytes());
  }

  private void writeSnapshot(long bytes) {
    CompletableFuture<Acknowledgement> last = walkBegun;
    for (ByteBuffer record : walk.next(bytes)) {
      snapshotBytes += record.remaining();
      last = log.append(record);
    }
    snapshot = last.thenAccept(done -> {});
    if (walk.ended()) {
      long version = state.version();
      CompletableFuture<Acknowledgement> begun = walkBegun;
      snapshot = last.thenAccept(done -> bases.add(version, begun.join().handle().lsn()));
      walk = null;
    }
  }
}
