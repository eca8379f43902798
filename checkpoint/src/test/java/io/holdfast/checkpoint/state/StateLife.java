package io.holdfast.checkpoint.state;

import io.holdfast.DriftException;
import io.holdfast.checkpoint.state.StateStore.Options;
import io.holdfast.checkpoint.state.StateStore.Source;
import io.holdfast.checkpoint.state.StateStore.Wanted;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.wal.Fence;
import io.holdfast.wal.FieldWriter;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.WriteAheadLog.Writer;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The state 'counts' of text by text on a simulated disk: short ways to change and load it. */
final class StateLife {
  static final LogId ID = LogId.of(new UUID(1, 2), "state/counts");
  static final String DIRECTORY = "state/counts";
  static final int PARTITIONS = 3;

  final SimulatedDisk disk = new SimulatedDisk();
  final Storage storage = disk.storage();
  final SimulatedScheduler scheduler = new SimulatedScheduler(5, 1_700_000_000_000L);

  ValueCodec codec = TextValues.INSTANCE;
  LogOptions log = LogOptions.DEFAULT;

  /**
   * Text as UTF-8, behind a prefix.
   *
   * @param classes what the log says of it; the prefix
   */
  record TextValues(String classes) implements ValueCodec {
    static final TextValues INSTANCE = new TextValues("");

    @Override
    public void encode(Object value, FieldWriter out) {
      byte[] bytes = (classes + value).getBytes(StandardCharsets.UTF_8);
      out.putRaw(bytes, 0, bytes.length);
    }

    @Override
    public Reader reading(String before) {
      if (before.startsWith("lost") && !before.equals(classes)) {
        throw new DriftException("The form '" + before + "' is lost.");
      }
      return new TextReader(before, !before.equals(classes));
    }
  }

  private record TextReader(String prefix, boolean converts) implements ValueCodec.Reader {
    @Override
    public Object key(byte[] bytes, int offset, int length) {
      String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
      if (!text.startsWith(prefix)) {
        throw new IllegalStateException(text + " was not written as " + prefix);
      }
      return text.substring(prefix.length());
    }

    @Override
    public Object value(byte[] bytes, int offset, int length) {
      return key(bytes, offset, length);
    }
  }

  StateStore open(long epoch, long wantedVersion, Long... keepAbove) {
    return openAs(PARTITIONS, 8L << 20, epoch, wantedVersion, keepAbove);
  }

  StateStore openAs(
      int partitions, long snapshotBytes, long epoch, long wantedVersion, Long... keepAbove) {
    return StateStore.load(
            new Source(storage, DIRECTORY, ID, 0),
            StateStore.emptyState("counts", partitions),
            codec,
            new Wanted(wantedVersion, Set.of(keepAbove)))
        .start(new Writer("state", epoch, Fence.NONE), new Options(log, snapshotBytes), scheduler);
  }

  /** One batch, durable and applied: {@code key, value, key, value ...}; "-" removes the key. */
  void batch(StateStore store, long version, String... keysAndValues) {
    StateChanges changes = store.begin(version);
    for (int p = 0; p < PARTITIONS; p++) {
      PartitionChanges partition = changes.partition(p);
      for (int i = 0; i < keysAndValues.length; i += 2) {
        if (KeyedState.partitionOf(keysAndValues[i], PARTITIONS) == p) {
          String value = keysAndValues[i + 1];
          partition.set(keysAndValues[i], value.equals("-") ? null : value);
        }
      }
      partition.encode();
    }
    CompletableFuture<StateChanges> durable = store.persist(changes);
    scheduler.runReady();
    store.apply(durable.join());
    scheduler.runReady();
  }

  static Map<Object, Object> values(StateStore store) {
    return values(store, PARTITIONS);
  }

  static Map<Object, Object> values(StateStore store, int partitions) {
    Map<Object, Object> values = new TreeMap<>();
    for (int p = 0; p < partitions; p++) {
      values.putAll(store.state().partition(p).values().toMap());
    }
    return values;
  }
}
