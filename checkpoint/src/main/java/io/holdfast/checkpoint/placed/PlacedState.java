package io.holdfast.checkpoint.placed;

import io.holdfast.checkpoint.placed.PlacesChain.Places;
import io.holdfast.checkpoint.placed.PlacesRecord.Kind;
import io.holdfast.checkpoint.placed.PlacesRecord.Placed;
import io.holdfast.checkpoint.state.KeyedState;
import io.holdfast.checkpoint.state.LogBases;
import io.holdfast.checkpoint.state.PartitionFacts;
import io.holdfast.checkpoint.state.StateLog;
import io.holdfast.checkpoint.state.StateStore;
import io.holdfast.runtime.Scheduler;
import io.holdfast.wal.LogMetrics;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.WriteAheadLog;
import io.holdfast.wal.storage.Storage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * One named state whose entries lie in the logs of other processes, as its driver knows it: where
 * the parts are that lead to its version, and what each partition is like. A batch's changes count
 * when the record that says where they lie is durable.
 *
 * <p>Used from one executor at a time (the driver's). Order for each batch: {@link #persist}, and
 * when its future is complete {@link #apply}. Now and then a record of everything is written, so
 * that older ones can go.
 */
public final class PlacedState implements StateLog {
  private static final long LEAST_BYTES = 1L << 20;
  private static final int BATCHES_A_WHOLE = 3;

  /** Each part is a read for whoever loads the partition, and a place for the driver to keep. */
  private static final int MOST_PARTS = 500;

  private final String name;
  private final int partitions;
  private final String classes;
  private final long epoch;
  private final WriteAheadLog log;
  private final Map<Integer, List<Placed>> places = new TreeMap<>();
  private final Map<Long, List<Placed>> kept;
  private final LogBases bases;
  private boolean foreign;
  private long version;
  private long writtenBytes;
  private long lastAllBytes;

  /** What one batch has changed, and how it is written. */
  public record Changes(long version, List<Placed> placed) {
    public Changes {
      placed = List.copyOf(placed);
    }

    /** Where it lies. */
    public List<PartitionPart> parts() {
      return placed.stream().map(Placed::part).toList();
    }

    /** Whether nothing that was written before is needed with it. */
    private boolean isAll() {
      List<PartitionPart> parts = parts();
      return !parts.isEmpty()
          && parts.stream().filter(PartitionPart::whole).count() == parts.get(0).partitions();
    }
  }

  /** A state as it was read, of which the log is not written to yet. */
  public static final class Loaded {
    private final Storage storage;
    private final LogScan scan;
    private final String name;
    private final StateStore.Wanted wanted;
    private final Places places;
    private final Map<Long, List<Placed>> above;

    private Loaded(
        Storage storage, LogScan scan, String name, StateStore.Wanted wanted, PlacesChain chain) {
      this.storage = storage;
      this.scan = scan;
      this.name = name;
      this.wanted = wanted;
      this.places = chain.leadingTo(wanted.version(), name);
      this.above = new HashMap<>(chain.above(wanted.version()));
      this.above.keySet().retainAll(wanted.keepAbove());
    }

    /**
     * Starts the log for a new epoch; once.
     *
     * @param partitions that the state has now
     * @param classes how parts are written now
     */
    public PlacedState start(
        WriteAheadLog.Writer writer,
        StateStore.Options options,
        Scheduler scheduler,
        int partitions,
        String classes) {
      WriteAheadLog log = WriteAheadLog.start(storage, scan, writer, options.log(), scheduler);
      return new PlacedState(this, writer.epoch(), log, partitions, classes);
    }
  }

  private PlacedState(
      Loaded loaded, long epoch, WriteAheadLog log, int partitions, String classes) {
    this.name = loaded.name;
    this.partitions = partitions;
    this.classes = classes;
    this.epoch = epoch;
    this.log = log;
    this.kept = loaded.above;
    this.version = loaded.wanted.version();
    loaded
        .places
        .parts()
        .forEach((partition, parts) -> places.put(partition, new ArrayList<>(parts)));
    this.bases = new LogBases(loaded.places.fromLsn());
    this.foreign = isForeign();
  }

  /**
   * Reads where a state lies; changes nothing.
   *
   * @throws io.holdfast.HoldfastException if the log is damaged or does not lead to the version
   */
  public static Loaded load(StateStore.Source source, String name, StateStore.Wanted wanted) {
    PlacesChain chain = new PlacesChain(source.storage().location() + "/" + source.directory());
    LogScan scan =
        LogScanner.recover(
                source.storage(), source.directory(), source.logId(), source.provenLsn(), chain)
            .requireSound();
    return new Loaded(source.storage(), scan, name, wanted, chain);
  }

  public String name() {
    return name;
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public long keys() {
    return facts().stream().mapToLong(PartitionFacts::keys).sum();
  }

  @Override
  public boolean holdsPanes() {
    return facts().stream().anyMatch(PartitionFacts::holdsPanes);
  }

  @Override
  public long oldestTouchMillis() {
    return facts().stream()
        .mapToLong(PartitionFacts::oldestTouchMillis)
        .min()
        .orElse(KeyedState.UNTOUCHED);
  }

  private List<PartitionFacts> facts() {
    return places.values().stream()
        .map(parts -> parts.get(parts.size() - 1).part().facts())
        .toList();
  }

  /** The part that a partition's last change is in; null if there is none. */
  public PartitionPart last(int partition) {
    List<Placed> parts = places.get(partition);
    return parts == null ? null : parts.get(parts.size() - 1).part();
  }

  /**
   * Whether the next batch is to write a partition whole: its changes have outgrown it or are too
   * many, it was written for another number of partitions, or in another way.
   */
  public boolean wantsWhole(int partition, long minBytes) {
    List<Placed> parts = places.getOrDefault(partition, List.of());
    if (foreign || parts.size() > MOST_PARTS) {
      return true;
    }
    ToLongFunction<Placed> length = placed -> placed.part().lengthBytes();
    long all = parts.stream().mapToLong(length).sum();
    long whole = parts.stream().filter(p -> p.part().whole()).mapToLong(length).sum();
    return all - whole > Math.max(minBytes, BATCHES_A_WHOLE * whole);
  }

  /** Whether parts have to be read by others than the partitions that wrote them. */
  private boolean isForeign() {
    return places.values().stream()
        .flatMap(List::stream)
        .anyMatch(p -> p.part().partitions() != partitions || !p.classes().equals(classes));
  }

  /** What a batch has changed now. */
  public Changes changes(long of, List<PartitionPart> parts) {
    return new Changes(of, parts.stream().map(part -> new Placed(part, classes)).toList());
  }

  /**
   * Says durably where the changes of a batch lie. When the future is complete, the version
   * survives a crash (F4). If an earlier epoch's changes of this version were kept, they take the
   * place of the given ones: outputs have been committed that were computed with them.
   */
  public CompletableFuture<Changes> persist(Changes changes) {
    List<Placed> earlier = kept.remove(changes.version());
    Changes counted = earlier == null ? changes : new Changes(changes.version(), earlier);
    Kind kind = counted.isAll() ? Kind.ALL : Kind.BATCH;
    PlacesRecord record =
        new PlacesRecord(kind, counted.version(), version, epoch, counted.placed());
    ByteBuffer bytes = record.encode();
    writtenBytes += bytes.remaining();
    return log.append(bytes).thenApply(acknowledged -> counted);
  }

  /** Makes durable changes the state; called between batches. */
  public void apply(Changes changes) {
    if (changes.isAll()) {
      places.clear();
    }
    changes.placed().forEach(placed -> PlacesChain.add(places, placed));
    foreign = foreign && isForeign();
    version = changes.version();
    if (writtenBytes > Math.max(LEAST_BYTES, BATCHES_A_WHOLE * lastAllBytes)) {
      writeAll();
    }
  }

  /** Everything in one record: behind it the log is read from there. */
  private void writeAll() {
    List<Placed> all = places.values().stream().flatMap(List::stream).toList();
    ByteBuffer record = new PlacesRecord(Kind.ALL, version, version, epoch, all).encode();
    lastAllBytes = record.remaining();
    writtenBytes = 0;
    long at = version;
    CompletableFuture<Void> unused =
        log.append(record).thenAccept(done -> bases.add(at, done.handle().lsn()));
  }

  /**
   * By log the lowest LSN at which a part lies that leads to the present version, or that was kept
   * for a batch that is still to run again.
   */
  public Map<String, Long> neededFrom() {
    Map<String, Long> needed = new HashMap<>();
    Stream.concat(places.values().stream(), kept.values().stream())
        .flatMap(List::stream)
        .map(Placed::part)
        .forEach(part -> part.records().forEach(r -> needed.merge(part.log(), r.lsn(), Math::min)));
    return needed;
  }

  @Override
  public long durableLsn() {
    return log.durableLsn();
  }

  @Override
  public long neededFromLsn(long wanted) {
    return bases.neededFor(wanted);
  }

  @Override
  public int release(long lsn) {
    bases.release(lsn);
    return log.release(lsn);
  }

  @Override
  public LogMetrics metrics() {
    return log.metrics();
  }

  @Override
  public CompletableFuture<Void> seal() {
    return log.seal();
  }

  @Override
  public void close() {
    log.close();
  }
}
