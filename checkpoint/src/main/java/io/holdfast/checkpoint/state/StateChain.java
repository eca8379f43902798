package io.holdfast.checkpoint.state;

import io.holdfast.NotReplayableException;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogScan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The first pass over a state log, without decoding entries: finds the deltas and snapshots of
 * which the state consists.
 *
 * <p>Batches may run again, several of them, when their completion was not on record. So a delta
 * that builds on version <i>v</i> takes the place of everything above <i>v</i> that was written
 * before it, snapshots included. Parts of a delta or snapshot that was never completed are not
 * counted. The parts of a delta stand together; between those of a snapshot are deltas.
 */
final class StateChain implements LogScan.RecordVisitor {
  private final String location;
  private final Deque<Item> deltas = new ArrayDeque<>();
  private final Deque<Snapshot> snapshots = new ArrayDeque<>();
  private Classes classes;
  private StateChunk first;
  private long firstLsn;
  private int parts;
  private Size size;
  private Snapshot growing;

  /** What a record of the log says about how those behind it are written. */
  record Classes(String text, long lsn) {}

  /**
   * A complete delta, or a part of a snapshot, and the records that hold it.
   *
   * @param classes how it is written; null if the record that says it was deleted
   */
  record Item(StateChunk chunk, long firstLsn, long lastLsn, Classes classes, Size size) {}

  /** How much a delta or a part holds. */
  record Size(long entries, long bytes) {
    private Size plus(StateChunk chunk, Frame record) {
      return new Size(entries + chunk.entries(), bytes + record.payload().remaining());
    }
  }

  /** The parts of a snapshot in their order. Behind the last one it is complete. */
  private record Snapshot(List<Item> parts) {
    private Item first() {
      return parts.get(0);
    }

    private StateChunk last() {
      return parts.get(parts.size() - 1).chunk;
    }

    /** The version to which it leads, with the deltas between its parts. */
    private long version() {
      return last().version();
    }

    private long began() {
      return last().previous();
    }

    private boolean continuedBy(StateChunk chunk) {
      return chunk.part() == parts.size()
          && chunk.epoch() == last().epoch()
          && chunk.previous() == began()
          && chunk.version() >= version();
    }
  }

  StateChain(String location) {
    this.location = location;
  }

  @Override
  public void record(long segment, Frame record) {
    StateChunk chunk = StateChunk.header(record.payload(), location);
    switch (chunk.kind()) {
      case CLASSES -> {
        classes = new Classes(StateChunk.classes(record.payload(), location), record.lsn());
        first = null;
        growing = null;
      }
      case SNAPSHOT -> part(chunk, record);
      case DELTA -> delta(chunk, record);
    }
  }

  private void delta(StateChunk chunk, Frame record) {
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

  private void part(StateChunk chunk, Frame record) {
    first = null;
    if (chunk.part() == 0) {
      growing = new Snapshot(new ArrayList<>());
    } else if (growing == null || !growing.continuedBy(chunk)) {
      growing = null;
      return;
    }
    Size bytes = new Size(0, 0).plus(chunk, record);
    growing.parts.add(new Item(chunk, record.lsn(), record.lsn(), classes, bytes));
    if (chunk.last()) {
      snapshots.addLast(growing);
      growing = null;
    }
  }

  /**
   * The items that lead to {@code version}, by their first LSN: the parts of a snapshot, unless the
   * log goes back to the beginning, and the deltas behind its first part.
   */
  NavigableMap<Long, Item> leadingTo(long version, String state) {
    NavigableMap<Long, Item> chain = new TreeMap<>();
    Snapshot base = null;
    for (Snapshot snapshot : snapshots) {
      base = snapshot.version() <= version ? snapshot : base;
    }
    long reached = began(base);
    boolean broken = base != null && base.first().classes == null;
    if (base != null) {
      base.parts.forEach(part -> chain.put(part.firstLsn, part));
    }
    for (Item delta : behind(base)) {
      if (delta.chunk.version() > version) {
        break;
      }
      broken |= delta.chunk.previous() != reached || delta.classes == null;
      chain.put(delta.firstLsn, delta);
      reached = delta.chunk.version();
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

  /** The versions that {@link #leadingTo} would lead to, ascending. */
  List<Long> reachable() {
    NavigableSet<Long> versions = new TreeSet<>();
    reachable(null, versions);
    for (Snapshot base : snapshots) {
      // From its version on it is the base, also if it leads nowhere.
      versions.tailSet(base.version()).clear();
      reachable(base, versions);
    }
    return List.copyOf(versions);
  }

  private void reachable(Snapshot base, NavigableSet<Long> versions) {
    long reached = began(base);
    if (base != null && base.first().classes == null) {
      return;
    }
    if (base != null && base.version() == reached) {
      versions.add(reached);
    }
    for (Item delta : behind(base)) {
      if (delta.chunk.previous() != reached || delta.classes == null) {
        return;
      }
      reached = delta.chunk.version();
      if (base == null || reached >= base.version()) {
        versions.add(reached);
      }
    }
  }

  private static long began(Snapshot base) {
    return base == null ? 0 : base.began();
  }

  /** The deltas behind the beginning of a snapshot. */
  private List<Item> behind(Snapshot base) {
    long from = base == null ? 0 : base.first().firstLsn;
    return deltas.stream().filter(delta -> delta.firstLsn > from).toList();
  }

  /** The item of which the record with this LSN is a part; null if it is of none. */
  static Item holding(NavigableMap<Long, Item> chosen, long lsn) {
    Map.Entry<Long, Item> entry = chosen.floorEntry(lsn);
    return entry == null || lsn > entry.getValue().lastLsn() ? null : entry.getValue();
  }

  /** The deltas above {@code version}, by their first LSN. */
  Map<Long, Item> above(long version) {
    Map<Long, Item> above = new TreeMap<>();
    deltas.stream()
        .filter(item -> item.chunk.version() > version)
        .forEach(item -> above.put(item.firstLsn, item));
    return above;
  }

  private boolean continues(StateChunk chunk) {
    return first != null
        && parts == chunk.part()
        && first.version() == chunk.version()
        && first.epoch() == chunk.epoch();
  }

  private void add(Item delta) {
    long basis = delta.chunk.previous();
    while (!deltas.isEmpty() && deltas.peekLast().chunk.version() > basis) {
      deltas.removeLast();
    }
    snapshots.removeIf(snapshot -> snapshot.version() > basis);
    deltas.addLast(delta);
  }
}
