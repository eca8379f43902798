package io.holdfast.checkpoint.state;

import io.holdfast.NotReplayableException;
import io.holdfast.checkpoint.state.StateChunk.Kind;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogScan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The first pass over a state log, without decoding entries: finds the deltas and snapshots of
 * which the state consists.
 *
 * <p>Batches may run again, several of them, when their completion was not on record. So a delta
 * that builds on version <i>v</i> takes the place of everything above <i>v</i> that was written
 * before it, snapshots included. Parts of a delta or snapshot that was never completed are not
 * counted.
 */
final class StateChain implements LogScan.RecordVisitor {
  private final String location;
  private final Deque<Item> items = new ArrayDeque<>();
  private Classes classes;
  private StateChunk first;
  private long firstLsn;
  private int parts;
  private Size size;

  /** What a record of the log says about how those behind it are written. */
  record Classes(String text, long lsn) {}

  /**
   * A complete delta or snapshot, and the records that hold it.
   *
   * @param classes how it is written; null if the record that says it was deleted
   */
  record Item(StateChunk chunk, long firstLsn, long lastLsn, Classes classes, Size size) {}

  /** How much a delta or snapshot holds, all its parts together. */
  record Size(long entries, long bytes) {
    private Size plus(StateChunk chunk, Frame record) {
      return new Size(entries + chunk.entries(), bytes + record.payload().remaining());
    }
  }

  StateChain(String location) {
    this.location = location;
  }

  @Override
  public void record(long segment, Frame record) {
    StateChunk chunk = StateChunk.header(record.payload(), location);
    if (chunk.kind() == Kind.CLASSES) {
      classes = new Classes(StateChunk.classes(record.payload(), location), record.lsn());
      first = null;
      return;
    }
    if (chunk.part() == 0) {
      first = chunk;
      firstLsn = record.lsn();
      parts = 0;
      size = new Size(0, 0);
    }
    if (!continues(chunk)) {
      first = null;
      return;
    }
    parts++;
    size = size.plus(chunk, record);
    if (chunk.last()) {
      add(new Item(first, firstLsn, record.lsn(), classes, size));
      first = null;
    }
  }

  /**
   * The items that lead to {@code version}, by their first LSN: a snapshot, unless the log goes
   * back to the beginning, and the deltas behind it.
   */
  NavigableMap<Long, Item> leadingTo(long version, String state) {
    NavigableMap<Long, Item> chain = new TreeMap<>();
    long reached = 0;
    boolean broken = false;
    for (Item item : items) {
      StateChunk chunk = item.chunk;
      if (chunk.version() > version) {
        break;
      }
      if (chunk.kind() == Kind.SNAPSHOT) {
        chain.clear();
        broken = false;
      } else {
        broken |= chunk.previous() != reached;
      }
      broken |= item.classes == null;
      chain.put(item.firstLsn, item);
      reached = chunk.version();
    }
    if (broken || reached != version) {
      throw new NotReplayableException(
          "State '"
              + state
              + "' cannot be rebuilt: batch "
              + version
              + " is needed, "
              + location
              + " leads to "
              + reached
              + (broken ? " with records missing before it" : "")
              + ". Segment files of the state are missing; put them back.");
    }
    return chain;
  }

  /** The versions that {@link #leadingTo} would lead to. */
  List<Long> reachable() {
    List<Long> versions = new ArrayList<>();
    long reached = 0;
    boolean broken = false;
    for (Item item : items) {
      StateChunk chunk = item.chunk;
      boolean snapshot = chunk.kind() == Kind.SNAPSHOT;
      broken = snapshot ? item.classes == null : broken || chunk.previous() != reached;
      broken |= item.classes == null;
      reached = chunk.version();
      versions.removeIf(version -> version == chunk.version());
      if (!broken) {
        versions.add(reached);
      }
    }
    return versions;
  }

  /** The item of which the record with this LSN is a part; null if it is of none. */
  static Item holding(NavigableMap<Long, Item> chosen, long lsn) {
    Map.Entry<Long, Item> entry = chosen.floorEntry(lsn);
    return entry == null || lsn > entry.getValue().lastLsn() ? null : entry.getValue();
  }

  /** The deltas above {@code version}, by their first LSN. */
  Map<Long, Item> above(long version) {
    Map<Long, Item> above = new TreeMap<>();
    items.stream()
        .filter(item -> item.chunk.version() > version && item.chunk.kind() == Kind.DELTA)
        .forEach(item -> above.put(item.firstLsn, item));
    return above;
  }

  private boolean continues(StateChunk chunk) {
    return first != null
        && parts == chunk.part()
        && first.kind() == chunk.kind()
        && first.version() == chunk.version()
        && first.epoch() == chunk.epoch();
  }

  private void add(Item item) {
    StateChunk chunk = item.chunk;
    long basis = chunk.kind() == Kind.DELTA ? chunk.previous() : chunk.version();
    while (!items.isEmpty() && items.peekLast().chunk.version() > basis) {
      items.removeLast();
    }
    items.addLast(item);
  }
}
