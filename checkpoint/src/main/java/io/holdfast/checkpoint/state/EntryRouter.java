package io.holdfast.checkpoint.state;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * Brings entries that were read from a log to the partitions that they belong to: keys by their
 * hash, rows of panes in turn, evictions to all. Used by one thread.
 *
 * @param <P> a partition
 */
final class EntryRouter<P> {
  private final List<P> partitions;
  private final BiConsumer<P, StateEntry> action;
  private int nextRow;

  EntryRouter(List<P> partitions, BiConsumer<P, StateEntry> action) {
    this.partitions = partitions;
    this.action = action;
  }

  void route(StateEntry entry) {
    switch (entry.kind()) {
      case EVICTED -> partitions.forEach(partition -> action.accept(partition, entry));
      case PANE_ROW -> action.accept(partitions.get(nextRow++ % partitions.size()), entry);
      default -> action.accept(partitions.get(indexOf(entry)), entry);
    }
  }

  private int indexOf(StateEntry entry) {
    return KeyedState.partitionOf(entry.key(), partitions.size());
  }
}
