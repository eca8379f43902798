package io.holdfast.checkpoint.placed;

import io.holdfast.NotReplayableException;
import io.holdfast.checkpoint.placed.PlacesRecord.Kind;
import io.holdfast.checkpoint.placed.PlacesRecord.Placed;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogScan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the log that says where a state lies, and finds the parts that lead to a version.
 *
 * <p>Batches may run again, several of them, when their completion was not on record. So a batch
 * that builds on version <i>v</i> takes the place of everything above <i>v</i> that was written
 * before it.
 */
public final class PlacesChain implements LogScan.RecordVisitor {
  private final String location;
  private final Deque<Item> items = new ArrayDeque<>();

  private record Item(PlacesRecord record, long lsn) {}

  /** Visits the log in {@code location}, which is for errors. */
  public PlacesChain(String location) {
    this.location = location;
  }

  @Override
  public void record(long segment, Frame frame) {
    PlacesRecord record = PlacesRecord.decode(frame.payload(), location);
    while (!items.isEmpty() && items.peekLast().record.version() > record.previous()) {
      items.removeLast();
    }
    items.addLast(new Item(record, frame.lsn()));
  }

  /**
   * What leads to a version.
   *
   * @param parts by partition, in the order in which they are to be read: a whole one first, if
   *     there is one
   * @param fromLsn of the log from which on it is read
   */
  public record Places(Map<Integer, List<Placed>> parts, long fromLsn) {

    /** Of the state before its first batch. */
    static Places none() {
      return new Places(Map.of(), 1);
    }
  }

  /**
   * The parts that lead to {@code version}.
   *
   * @throws NotReplayableException if records are missing
   */
  public Places leadingTo(long version, String state) {
    if (version == 0) {
      return Places.none();
    }
    List<Item> chain = new ArrayList<>();
    long reached = 0;
    for (Item item : items) {
      PlacesRecord record = item.record;
      if (record.version() > version) {
        break;
      }
      if (record.kind() == Kind.ALL) {
        chain.clear();
      } else if (record.previous() != reached) {
        throw missing(state, version, reached);
      }
      chain.add(item);
      reached = record.version();
    }
    if (reached != version) {
      throw missing(state, version, reached);
    }
    Map<Integer, List<Placed>> parts = new TreeMap<>();
    chain.forEach(item -> item.record.parts().forEach(part -> add(parts, part)));
    return new Places(Collections.unmodifiableMap(parts), chain.get(0).lsn);
  }

  /**
   * Adds a part to what leads to it; a whole one takes the place of all before, and any part that
   * of one in which nothing is.
   */
  static void add(Map<Integer, List<Placed>> parts, Placed placed) {
    List<Placed> own =
        parts.computeIfAbsent(placed.part().partition(), partition -> new ArrayList<>());
    if (placed.part().whole()) {
      own.clear();
    } else if (!own.isEmpty() && own.get(own.size() - 1).part().records().isEmpty()) {
      own.remove(own.size() - 1);
    }
    own.add(placed);
  }

  /** The parts of the batches above a version, by batch. */
  public Map<Long, List<Placed>> above(long version) {
    Map<Long, List<Placed>> above = new HashMap<>();
    for (Item item : items) {
      if (item.record.version() > version && item.record.isOfBatch()) {
        above.put(item.record.version(), item.record.parts());
      }
    }
    return above;
  }

  private NotReplayableException missing(String state, long version, long reached) {
    return new NotReplayableException(
        "State '"
            + state
            + "' cannot be rebuilt: batch "
            + version
            + " is needed, "
            + location
            + " leads to "
            + reached
            + ". Segment files of it are missing; put them back.");
  }
}
