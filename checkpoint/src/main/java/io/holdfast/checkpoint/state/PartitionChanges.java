package io.holdfast.checkpoint.state;

import io.holdfast.checkpoint.state.EntryChunks.Chunk;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What one batch changes in one partition of a state; used by one task.
 *
 * <p>A key that was looked up before it is set is looked for once in the state and once among the
 * changes, and not again when the changes apply.
 */
public final class PartitionChanges {
  private static final int CHUNK_BYTES = 1 << 20;
  private static final long NOTHING = Long.MIN_VALUE;
  // In place of a number that the key has in the state.
  private static final int UNKNOWN = -2;
  private static final int REPLACED = -3;

  private final StateChanges batch;
  private final int index;
  private final StatePartition before;
  private final KeyIndex changed;
  private final BitSet touched = new BitSet();
  private final int structure;
  private int[] numbers;
  private Object lookedUp;
  private int lookedUpNumber;
  private List<Chunk> chunks = List.of();
  private Pane pane;
  private long evictedThrough = NOTHING;

  PartitionChanges(StateChanges batch, int index) {
    this.batch = batch;
    this.index = index;
    this.before = batch.state().partition(index);
    this.structure = before.values().structure();
    int expected = before.lastChanges();
    this.changed = new KeyIndex(expected);
    this.numbers = new int[expected];
  }

  /** The value that the key has now: set by this batch, or before it. */
  public Object get(Object key) {
    int hash = KeyIndex.hash(key);
    int at = changed.find(key, hash);
    if (at != KeyIndex.ABSENT) {
      return changed.value(at);
    }
    lookedUp = key;
    lookedUpNumber = before.values().find(key, hash);
    return before.values().value(lookedUpNumber);
  }

  /** Sets the key's value; null removes the key. */
  public void set(Object key, Object value) {
    touched.clear(put(key, value));
  }

  /** Sets the key's value, and that this batch has touched it. */
  public void touch(Object key, Object value) {
    touched.set(put(key, value));
  }

  private int put(Object key, Object value) {
    int hash = KeyIndex.hash(key);
    boolean known = key == lookedUp;
    int at = known ? KeyIndex.ABSENT : changed.find(key, hash);
    if (at == KeyIndex.ABSENT) {
      at = changed.add(key, hash);
      if (at == numbers.length) {
        numbers = Arrays.copyOf(numbers, KeyIndex.grown(at));
      }
      numbers[at] = known ? lookedUpNumber : UNKNOWN;
      lookedUp = null;
    }
    changed.value(at, value);
    return at;
  }

  private boolean isChanged(Object key) {
    return changed.find(key, KeyIndex.hash(key)) != KeyIndex.ABSENT;
  }

  /** The keys that were touched at this time or before, and that this batch has not set. */
  public void untouchedSince(long timeMillis, Consumer<Object> action) {
    for (Map.Entry<Object, Long> touch : before.touches().entrySet()) {
      if (touch.getValue() > timeMillis) {
        return;
      }
      if (!isChanged(touch.getKey())) {
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
              if (!isChanged(key)) {
                action.accept(key, value);
              }
            });
    for (int i = 0; i < changed.size(); i++) {
      if (changed.value(i) != null) {
        action.accept(changed.key(i), changed.value(i));
      }
    }
  }

  /** The keys that had a value before and have none now. */
  public void forEachRemoved(Consumer<Object> action) {
    for (int i = 0; i < changed.size(); i++) {
      if (changed.value(i) == null && before.get(changed.key(i)) != null) {
        action.accept(changed.key(i));
      }
    }
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
      writer.write(EntryKind.EVICTED, evictedThrough, null, null);
    }
    for (int i = 0; i < changed.size(); i++) {
      writer.write(kind(i), batch.version(), changed.key(i), changed.value(i));
    }
    if (pane != null) {
      writer.write(batch.version(), pane);
    }
    chunks = writer.end();
    batch.filled(index, this);
  }

  private EntryKind kind(int change) {
    if (changed.value(change) == null) {
      return EntryKind.REMOVED;
    }
    return touched.get(change) ? EntryKind.TOUCHED : EntryKind.SET;
  }

  /** What the partition is like behind this batch. */
  public PartitionFacts facts() {
    long keys = before.keys();
    for (int i = 0; i < changed.size(); i++) {
      boolean had = before.get(changed.key(i)) != null;
      boolean has = changed.value(i) != null;
      keys += (has ? 1 : 0) - (had ? 1 : 0);
    }
    boolean left = !before.panes().tailMap(evictedThrough, false).isEmpty();
    return new PartitionFacts(keys, oldestTouch(), left || pane != null);
  }

  private long oldestTouch() {
    for (Map.Entry<Object, Long> touch : before.touches().entrySet()) {
      if (!isChanged(touch.getKey())) {
        return touch.getValue();
      }
    }
    return touched.isEmpty() ? KeyedState.UNTOUCHED : batch.version();
  }

  List<Chunk> chunks() {
    return chunks;
  }

  void apply() {
    if (evictedThrough != NOTHING) {
      before.evict(evictedThrough);
    }
    before.lastChanges(changed.size());
    replaceValues();
    for (int i = 0; i < changed.size(); i++) {
      if (numbers[i] != REPLACED) {
        applyByKey(changed.key(i), changed.value(i), touched.get(i));
      }
    }
    if (pane != null) {
      before.add(batch.version(), pane);
    }
  }

  /** What needs no key looked for; first, while the numbers hold. */
  private void replaceValues() {
    if (structure != before.values().structure() || !before.touches().isEmpty()) {
      return;
    }
    for (int i = 0; i < changed.size(); i++) {
      if (numbers[i] >= 0 && changed.value(i) != null && !touched.get(i)) {
        before.values().replace(numbers[i], changed.value(i));
        numbers[i] = REPLACED;
      }
    }
  }

  private void applyByKey(Object key, Object value, boolean touch) {
    if (value != null && touch) {
      before.touch(key, value, batch.version());
    } else {
      before.set(key, value);
    }
  }
}
