package io.holdfast.backend.local;

import io.holdfast.backend.Step;
import io.holdfast.backend.feed.Feed;
import io.holdfast.checkpoint.kryo.EncodeBuffer;
import io.holdfast.stream.StorageLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The rows that one batch keeps, in memory and in temporary files. Partitions are kept by tasks at
 * the same time.
 */
final class Keeping {
  /** One row in so many is encoded to see how long rows are. */
  private static final int MEASURED = 16;

  private final SpillSpace space;
  private final AtomicLong room;
  private final Queue<String> files = new ConcurrentLinkedQueue<>();

  Keeping(SpillSpace space) {
    this.space = space;
    this.room = new AtomicLong(space.memoryBytes());
  }

  /** Keeps the rows of a partition. */
  <T> Feed<T> keep(Feed<T> feed, StorageLevel level, Step step) {
    if (level == StorageLevel.MEMORY) {
      List<T> rows = new ArrayList<>();
      feed.into(rows::add);
      return rows::forEach;
    }
    try (SpillWriter<T> rest = new SpillWriter<>(space, files::add, step)) {
      if (level == StorageLevel.DISK) {
        feed.into(rest::add);
        return rest.finish();
      }
      Bounded<T> bounded = new Bounded<>(rest);
      feed.into(bounded::add);
      Feed<T> spilled = rest.finish();
      return out -> {
        bounded.rows.forEach(out);
        spilled.into(out);
      };
    }
  }

  /** The batch is done: deletes its files. */
  void leave() {
    for (String file = files.poll(); file != null; file = files.poll()) {
      space.delete(file);
    }
  }

  /** Rows in memory until the batch's room is used up, the rest on disk. */
  private final class Bounded<T> {
    private final List<T> rows = new ArrayList<>();
    private final SpillWriter<T> rest;
    private final EncodeBuffer measure = new EncodeBuffer(64);
    private boolean full;
    private long added;

    Bounded(SpillWriter<T> rest) {
      this.rest = rest;
    }

    void add(T row) {
      if (!full && added++ % MEASURED == 0) {
        measure.clear();
        rest.encode(row, measure);
      }
      full = full || room.addAndGet(-measure.length()) < 0;
      if (full) {
        rest.add(row);
      } else {
        rows.add(row);
      }
    }
  }
}
