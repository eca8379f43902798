package io.holdfast.checkpoint.state;

import io.holdfast.checkpoint.state.EntryChunks.Chunk;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What one batch changes in one partition of a state; used by one task. */
public final class PartitionChanges {
  private static final int CHUNK_BYTES = 1 << 20;
  private static final long NOTHING = Long.MIN_VALUE;

  private final StateChanges batch;
  private final int index;
  private final StatePartition before;
  private final Map<Object, Object> changed = new HashMap<>();
  private final Set<Object> touched = new HashSet<>();
  private List<Chunk> chunks = List.of();
  private Pane pane;
  private long evictedThrough = NOTHING;

  PartitionChanges(StateChanges batch, int index) {
    this.batch = batch;
    this.index = index;
    this.before = batch.state().partition(index);
  }

  /** The value that the key has now: set by this batch, or before it. */
  public Object get(Object key) {
    Object value = changed.get(key);
    return value != null || changed.containsKey(key) ? value : before.get(key);
  }

  /** Sets the key's value; null removes the key. */
  public void set(Object key, Object value) {
    changed.put(key, value);
    if (!touched.isEmpty()) {
      touched.remove(key);
    }
  }

  /** Sets the key's value, and that this batch has touched it. */
  public void touch(Object key, Object value) {
    changed.put(key, value);
    touched.add(key);
  }

  /** The keys that were touched at this time or before, and that this batch has not set. */
  public void untouchedSince(long timeMillis, Consumer<Object> action) {
    for (Map.Entry<Object, Long> touch : before.touches().entrySet()) {
      if (touch.getValue() > timeMillis) {
        return;
      }
      if (!changed.containsKey(touch.getKey())) {
        action.accept(touch.getKey());
      }
    }
  }

  /** All keys that have a value now. */
  public void forEach(BiConsumer<Object, Object> action) {
    before
        .values()
        .forEach(
            (key, value) -> {
              if (!changed.containsKey(key)) {
                action.accept(key, value);
              }
            });
    changed.forEach(
        (key, value) -> {
          if (value != null) {
            action.accept(key, value);
          }
        });
  }

  /** The keys that had a value before and have none now. */
  public void forEachRemoved(Consumer<Object> action) {
    changed.forEach(
        (key, value) -> {
          if (value == null && before.get(key) != null) {
            action.accept(key);
          }
        });
  }

  /** The panes of earlier batches, by time; not to be changed. */
  public NavigableMap<Long, Pane> panes() {
    return before.panes();
  }

  /** The pane of this batch. */
  public void pane(Pane added) {
    pane = added.isEmpty() ? null : added;
  }

  /** Lets go the panes of this time and before. */
  public void evict(long throughMillis) {
    evictedThrough = throughMillis;
  }

  /**
   * What an operation keeps for itself between batches; lost with the process. Nothing may be in it
   * that depends on this batch, which may be begun again.
   */
  public Object memo() {
    return before.memo();
  }

  public void memo(Object value) {
    before.memo(value);
  }

  /** Takes over one change that was read from a log. */
  void record(StateEntry entry) {
    switch (entry.kind()) {
      case REMOVED -> set(entry.key(), null);
      case SET -> set(entry.key(), entry.value());
      case TOUCHED -> touch(entry.key(), entry.value());
      case PANE_VALUE -> grown().values().put(entry.key(), entry.value());
      case PANE_ROW -> grown().rows().add(entry.value());
      case EVICTED -> evict(entry.timeMillis());
    }
  }

  private Pane grown() {
    if (pane == null) {
      pane = Pane.empty();
    }
    return pane;
  }

  /** Encodes the changes. The partition takes part in the batch from now on. */
  public void encode() {
    EntryChunks writer =
        new EntryChunks(new EntryWriter(batch.codec(), batch.version()), batch::begin, CHUNK_BYTES);
    if (evictedThrough != NOTHING && !before.panes().headMap(evictedThrough, true).isEmpty()) {
      writer.write(new StateEntry(EntryKind.EVICTED, evictedThrough, null, null));
    }
    for (Map.Entry<Object, Object> change : changed.entrySet()) {
      writer.write(entry(change.getKey(), change.getValue()));
    }
    if (pane != null) {
      StatePartition.forEach(batch.version(), pane, writer::write);
    }
    chunks = writer.end();
    batch.filled(index, this);
  }

  private StateEntry entry(Object key, Object value) {
    if (value == null) {
      return new StateEntry(EntryKind.REMOVED, 0, key, null);
    }
    return touched.contains(key)
        ? new StateEntry(EntryKind.TOUCHED, batch.version(), key, value)
        : new StateEntry(EntryKind.SET, 0, key, value);
  }

  List<Chunk> chunks() {
    return chunks;
  }

  void apply() {
    if (evictedThrough != NOTHING) {
      before.evict(evictedThrough);
    }
    changed.forEach(
        (key, value) -> {
          if (value != null && touched.contains(key)) {
            before.touch(key, value, batch.version());
          } else {
            before.set(key, value);
          }
        });
    if (pane != null) {
      before.add(batch.version(), pane);
    }
  }
}
