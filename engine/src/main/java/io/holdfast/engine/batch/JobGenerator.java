package io.holdfast.engine.batch;

import io.holdfast.engine.graph.WakeUps.Wishes;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.JournalEvent.BlockRange;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.stream.BatchTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which blocks the next batch gets. Pure: looks at the driver's state and the time, changes
 * nothing.
 *
 * <p>All unallocated blocks, oldest first, but at most {@code maxBytes}, so that the backlog of a
 * long down-time becomes several batches. Every stream has its share of these bytes, and at least a
 * block, so that none waits until another has caught up. Without anything to process there is a
 * batch only when a state wants one.
 */
public class JobGenerator {
  private final Set<String> streams;
  private final BatchTimes times;
  private final Duration interval;

  public JobGenerator(Set<String> streams, BatchTimes times, Duration interval) {
    this.streams = Set.copyOf(streams);
    this.times = times;
    this.interval = interval;
  }

  /**
   * The next batch.
   *
   * @param maxBytes of serialized input that it may have
   * @param wishes of the states: batches that there are also without input
   */
  public Optional<BatchAllocated> next(
      DriverState state, long nowMillis, long maxBytes, Wishes wishes) {
    BatchTime time = times.next(state.lastAllocated(), nowMillis, interval);
    if (wishes.atMillis() < time.epochMillis()) {
      return Optional.of(new BatchAllocated(new BatchTime(wishes.atMillis()), List.of()));
    }
    List<String> waiting =
        streams.stream()
            .filter(stream -> state.tracker(stream).unallocatedCount() > 0)
            .sorted()
            .toList();
    List<BlockRange> ranges = new ArrayList<>();
    long left = maxBytes;
    for (int i = 0; i < waiting.size(); i++) {
      String stream = waiting.get(i);
      long share = Math.max(0, left / (waiting.size() - i));
      List<ReceivedBlock> blocks = state.tracker(stream).firstUnallocated(share);
      left -= blocks.stream().mapToLong(ReceivedBlock::lengthBytes).sum();
      ranges.add(
          new BlockRange(
              stream, blocks.get(0).sequence(), blocks.get(blocks.size() - 1).sequence()));
    }
    return ranges.isEmpty() && time.epochMillis() < wishes.firstMillis()
        ? Optional.empty()
        : Optional.of(new BatchAllocated(time, ranges));
  }
}
