package io.holdfast.inspection.statistics;

import io.holdfast.ConfigurationException;
import io.holdfast.engine.journal.JournalEvent;
import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.JournalEvent.BlockRange;
import io.holdfast.engine.journal.JournalEvent.EpochStarted;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.inspection.BatchDelays.Delay;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Counts what the journal tells, by the time of batches: events of blocks have no time of their
 * own. Keeps blocks that are in no completed batch, and a fixed amount for each piece of time and
 * stream. Used by one thread.
 */
final class JournalStatistics {
  private static final int MOST_BUCKETS = 5_000;

  private final Period by;
  private final Window window;
  private final NavigableMap<Long, Bucket> buckets = new TreeMap<>();
  private final NavigableMap<String, StreamCounts> streams = new TreeMap<>();
  private final Map<String, Deque<ReceivedBlock>> unallocated = new HashMap<>();
  private final Map<Long, Open> open = new TreeMap<>();
  private long events;
  private long firstBatch = Long.MAX_VALUE;
  private long firstBatchRecords;
  private long lastBatch;

  /** What a stream has brought in batches that are counted. */
  static final class StreamCounts {
    private final Sketch blockBytes = new Sketch();
    private final Sketch blockRecords = new Sketch();
    private long records;
    private long bytes;

    private void add(ReceivedBlock block) {
      blockBytes.add(block.lengthBytes());
      blockRecords.add(block.records());
      records += block.records();
      bytes += block.lengthBytes();
    }

    Sketch blockBytes() {
      return blockBytes;
    }

    Sketch blockRecords() {
      return blockRecords;
    }

    long records() {
      return records;
    }

    long bytes() {
      return bytes;
    }
  }

  /** A batch that is not complete. */
  private static final class Open {
    private final Deque<ReceivedBlock> blocks = new ArrayDeque<>();
    private long unknown;
  }

  JournalStatistics(Period by, Window window) {
    this.by = by;
    this.window = window;
  }

  void event(JournalEvent event) {
    events++;
    if (event instanceof BlockAdded e) {
      unallocated
          .computeIfAbsent(e.block().stream(), stream -> new ArrayDeque<>())
          .addLast(e.block());
    } else if (event instanceof BatchAllocated e) {
      Open batch = new Open();
      e.ranges().forEach(range -> take(range, batch));
      open.put(e.time().epochMillis(), batch);
    } else if (event instanceof BatchCompleted e) {
      complete(e);
    } else if (event instanceof EpochStarted e && window.contains(e.startedMillis())) {
      bucket(e.startedMillis()).start();
    }
  }

  /** Blocks that were added before the journal begins are counted, and not known. */
  private void take(BlockRange range, Open batch) {
    Deque<ReceivedBlock> waiting =
        unallocated.computeIfAbsent(range.stream(), stream -> new ArrayDeque<>());
    long known = 0;
    while (!waiting.isEmpty() && waiting.peekFirst().sequence() <= range.last()) {
      ReceivedBlock block = waiting.removeFirst();
      if (block.sequence() >= range.first()) {
        batch.blocks.addLast(block);
        known++;
      }
    }
    batch.unknown += Math.max(0, range.last() - range.first() + 1 - known);
  }

  private void complete(BatchCompleted event) {
    long time = event.time().epochMillis();
    Open batch = open.remove(time);
    if (!window.contains(time)) {
      return;
    }
    if (time < firstBatch) {
      firstBatch = time;
      firstBatchRecords = event.records();
    }
    lastBatch = Math.max(lastBatch, time);
    Bucket bucket = bucket(time);
    bucket.batch(event.records());
    if (batch == null) {
      return;
    }
    for (ReceivedBlock block : batch.blocks) {
      bucket.block(block.lengthBytes());
      streams.computeIfAbsent(block.stream(), stream -> new StreamCounts()).add(block);
    }
    bucket.unknownBlocks(batch.unknown);
  }

  /** Adds what is known of how long batches took. */
  void delays(Collection<Delay> delays) {
    delays.stream()
        .filter(delay -> window.contains(delay.batch()))
        .forEach(delay -> bucket(delay.batch()).delay(delay.millis()));
  }

  private Bucket bucket(long time) {
    Bucket bucket = buckets.computeIfAbsent(by.start(time), start -> new Bucket());
    if (buckets.size() > MOST_BUCKETS) {
      throw new ConfigurationException(
          "More than "
              + MOST_BUCKETS
              + " lines: choose a longer --by, or a shorter time with --since and --until.");
    }
    return bucket;
  }

  NavigableMap<Long, Bucket> buckets() {
    return buckets;
  }

  NavigableMap<String, StreamCounts> streams() {
    return streams;
  }

  long events() {
    return events;
  }

  /** The first batch that is counted; 0 if there is none. */
  long firstBatch() {
    return firstBatch == Long.MAX_VALUE ? 0 : firstBatch;
  }

  /** Records of the first batch, of which nobody knows how long they took to come. */
  long firstBatchRecords() {
    return firstBatchRecords;
  }

  /** The last batch that is counted; 0 if there is none. */
  long lastBatch() {
    return lastBatch;
  }

  int openBatches() {
    return open.size();
  }

  long openRecords() {
    return open.values().stream()
        .flatMap(batch -> batch.blocks.stream())
        .mapToLong(ReceivedBlock::records)
        .sum();
  }

  long waitingBlocks() {
    return unallocated.values().stream().mapToLong(Deque::size).sum();
  }
}
