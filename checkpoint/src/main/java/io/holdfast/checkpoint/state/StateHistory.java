package io.holdfast.checkpoint.state;

import io.holdfast.checkpoint.state.StateChain.Item;
import io.holdfast.checkpoint.state.StateChunk.Kind;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogScan.RecordVisitor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;

/**
 * Which versions of a state its log leads to, and of what each consists, without the classes of
 * keys and values: by the rule by which a start loads it. To be walked through the log once; then
 * {@link #reading} walks the entries of one version. Used by one thread.
 */
public final class StateHistory implements RecordVisitor {
  private final String location;
  private final StateChain chain;

  /**
   * A complete delta or snapshot.
   *
   * @param version the batch behind which the state is so; of a snapshot, together with the deltas
   *     that lie between its parts
   * @param classes what the records are written with, as text
   */
  public record Part(Kind kind, long version, long entries, long bytes, String classes) {
    private Part plus(Part later) {
      return new Part(kind, later.version, entries + later.entries, bytes + later.bytes, classes);
    }
  }

  /** Receives the entries of a version. */
  @FunctionalInterface
  public interface VersionVisitor {
    /**
     * An entry.
     *
     * @param entry a view that is valid only during the call
     * @param classes what it is written with, as text
     */
    void entry(EncodedEntry entry, String classes);
  }

  /**
   * @param location of the log, for errors
   */
  public StateHistory(String location) {
    this.location = location;
    this.chain = new StateChain(location);
  }

  @Override
  public void record(long segment, Frame record) {
    chain.record(segment, record);
  }

  /** The versions that can be read, oldest first. */
  public List<Long> versions() {
    return chain.reachable();
  }

  /**
   * What the state at a version consists of, in order: a snapshot, unless the log goes back to the
   * beginning, and the deltas behind it.
   *
   * @throws io.holdfast.NotReplayableException if the log does not lead to it
   */
  public List<Part> leadingTo(long version, String state) {
    return parts(chain.leadingTo(version, state).values());
  }

  /** Durable deltas above a version: of batches that run again. */
  public List<Part> above(long version) {
    return parts(chain.above(version).values());
  }

  /**
   * A visitor for another walk through the same log, which hands out the entries of a version in
   * the order in which they apply.
   *
   * @throws io.holdfast.NotReplayableException if the log does not lead to it
   */
  public RecordVisitor reading(long version, String state, VersionVisitor entries) {
    NavigableMap<Long, Item> chosen = chain.leadingTo(version, state);
    return (segment, record) -> {
      Item item = StateChain.holding(chosen, record.lsn());
      if (item != null) {
        String classes = item.classes().text();
        StateChunk.entries(record.payload(), location, entry -> entries.entry(entry, classes));
      }
    };
  }

  /** The parts of a snapshot as one, in front. */
  private static List<Part> parts(Collection<Item> items) {
    List<Part> parts = new ArrayList<>();
    Part snapshot = null;
    for (Item item : items) {
      if (item.chunk().kind() == Kind.SNAPSHOT) {
        snapshot = snapshot == null ? part(item) : snapshot.plus(part(item));
      } else {
        parts.add(part(item));
      }
    }
    if (snapshot != null) {
      parts.add(0, snapshot);
    }
    return parts;
  }

  private static Part part(Item item) {
    String classes = item.classes() == null ? "" : item.classes().text();
    return new Part(
        item.chunk().kind(),
        item.chunk().version(),
        item.size().entries(),
        item.size().bytes(),
        classes);
  }
}
