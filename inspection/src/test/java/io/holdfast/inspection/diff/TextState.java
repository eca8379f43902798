package io.holdfast.inspection.diff;

import io.holdfast.checkpoint.state.KeyedState;
import io.holdfast.checkpoint.state.PartitionChanges;
import io.holdfast.checkpoint.state.StateChanges;
import io.holdfast.checkpoint.state.StateStore;
import io.holdfast.checkpoint.state.StateStore.Options;
import io.holdfast.checkpoint.state.StateStore.Source;
import io.holdfast.checkpoint.state.StateStore.Wanted;
import io.holdfast.checkpoint.state.ValueCodec;
import io.holdfast.inspection.diff.StateDiff.StateAt;
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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A state of texts with its log. */
final class TextState {
  static final String DIRECTORY = "state/counts";
  private static final int PARTITIONS = 3;
  private static final LogId ID = LogId.of(new UUID(1, 2), DIRECTORY);

  final Storage storage = new SimulatedDisk().storage();
  private final SimulatedScheduler scheduler = new SimulatedScheduler(5, 1_700_000_000_000L);
  private StateStore store;

  /** Texts as they are. */
  private enum Texts implements ValueCodec, ValueCodec.Reader {
    INSTANCE;

    @Override
    public void encode(Object value, FieldWriter out) {
      byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
      out.putRaw(bytes, 0, bytes.length);
    }

    @Override
    public String classes() {
      return "";
    }

    @Override
    public Reader reading(String before) {
      return this;
    }

    @Override
    public Object key(byte[] bytes, int offset, int length) {
      return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }

    @Override
    public Object value(byte[] bytes, int offset, int length) {
      return key(bytes, offset, length);
    }

    @Override
    public boolean converts() {
      return false;
    }
  }

  /** A new epoch at a version. */
  TextState open(long epoch, long version, long snapshotBytes) {
    store =
        StateStore.load(
                new Source(storage, DIRECTORY, ID, 0),
                StateStore.emptyState("counts", PARTITIONS),
                Texts.INSTANCE,
                new Wanted(version, Set.of()))
            .start(
                new Writer("state", epoch, Fence.NONE),
                new Options(LogOptions.DEFAULT.withSegmentBytes(4096), snapshotBytes),
                scheduler);
    return this;
  }

  /** One batch, durable and applied; an empty value removes the key. */
  TextState batch(long version, Map<String, String> values) {
    StateChanges changes = store.begin(version);
    for (int p = 0; p < PARTITIONS; p++) {
      PartitionChanges partition = changes.partition(p);
      for (Map.Entry<String, String> entry : values.entrySet()) {
        if (KeyedState.partitionOf(entry.getKey(), PARTITIONS) == p) {
          partition.set(entry.getKey(), entry.getValue().isEmpty() ? null : entry.getValue());
        }
      }
      partition.encode();
    }
    CompletableFuture<StateChanges> durable = store.persist(changes);
    scheduler.runReady();
    store.apply(durable.join());
    scheduler.runReady();
    return this;
  }

  StateAt at(long version) {
    return new StateAt(storage, DIRECTORY, ID, "counts", version);
  }
}
