package io.holdfast.engine.receiver;

import io.holdfast.engine.journal.BlockLocation.InSource;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.journal.ReceivedBlockTracker;
import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.source.DirectContext;
import io.holdfast.source.DirectReader;
import io.holdfast.source.DirectReader.Limit;
import io.holdfast.source.DirectSource;
import io.holdfast.source.RecordsGoneException;
import io.holdfast.source.SourceRange;
import io.holdfast.wal.storage.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Looks for new records in a direct source, once every block interval, less often when none come,
 * and has the ranges journaled as blocks; the records stay where they are. Not further ahead of the
 * batches than {@link AheadLimit} allows, nor faster than the rates. When the source fails, another
 * reader is opened after a back-off, as a receiver is (rule R14); records that it has lost end the
 * job.
 *
 * <p>Everything that talks to the source runs on the stream's own executor.
 */
public final class DirectSupervisor<T> implements InputSupervisor {
  private final Stream<T> stream;
  private final SupervisorPolicy policy;
  private final ReceiverReports reports;
  private final Scheduler scheduler;
  private final SerialExecutor lane;
  private final DirectTalk<T> source;
  private final DirectPace pace;
  private final Map<String, Long> positions;
  private String lastPartition = "";
  private Duration pause;
  private long sequence;
  private long received;
  private boolean stopped;
  private volatile boolean caughtUp;

  /** A stream, and what its source is opened with. */
  public record Stream<T>(String name, DirectSource<T> source, DirectContext context) {}

  /**
   * What the drivers before have left.
   *
   * @param tracker knows what is durable; the supervisor goes on behind it
   * @param waiting blocks that are still to be processed, oldest first
   */
  public record Left(ReceivedBlockTracker tracker, List<ReceivedBlock> waiting) {}

  public DirectSupervisor(
      Stream<T> stream,
      Left left,
      SupervisorPolicy policy,
      ReceiverReports reports,
      AheadLimit ahead,
      Duration batchInterval) {
    this.stream = stream;
    this.policy = policy;
    this.reports = reports;
    this.scheduler = stream.context().scheduler();
    this.lane = scheduler.serial("direct-" + stream.name());
    this.pace = new DirectPace(policy.limits(), ahead, batchInterval, left.waiting());
    this.positions = left.tracker().durableOffsets();
    this.source = new DirectTalk<>(stream, new Offering(), policy, reports);
    this.sequence = left.tracker().lastSequence();
    this.pause = policy.limits().maxAge();
  }

  @Override
  public void start() {
    lane.execute(
        () -> {
          if (!source.stopping()) {
            reports.event(stream.name(), "started", stream.source().description());
            poll();
          }
        });
  }

  @Override
  public boolean caughtUp() {
    return caughtUp;
  }

  @Override
  public synchronized long received() {
    return received;
  }

  @Override
  public void acknowledge(ReceivedBlock block) {
    if (block.location() instanceof InSource place) {
      SourceRange range = place.range();
      lane.execute(
          () -> source.tells(reader -> reader.journaled(range.partition(), range.until())));
    }
  }

  @Override
  public void processed(List<ReceivedBlock> blocks, Duration processing, Duration scheduling) {
    pace.processed(blocks, scheduler.currentTimeMillis(), processing, scheduling);
  }

  @Override
  public void stop() {
    synchronized (this) {
      stopped = true;
    }
    if (source.stop()) {
      if (pace.free()) {
        reports.freed(stream.name());
      }
      reports.event(stream.name(), "stopped", "");
    }
  }

  private void poll() {
    long before = sequence;
    boolean well = source.asks(this::discover);
    pause = caughtUp && sequence == before ? longer(pause) : policy.limits().maxAge();
    if (!source.stopping()) {
      scheduler.schedule(well ? pause : source.backOff(), lane, this::poll);
    }
  }

  /** A source that has brought nothing is looked at less often. */
  private Duration longer(Duration before) {
    Duration longest = stream.source().longestPause();
    Duration twice = before.multipliedBy(2);
    Duration bounded = twice.compareTo(longest) < 0 ? twice : longest;
    return bounded.compareTo(before) < 0 ? before : bounded;
  }

  private void discover(DirectReader<T> reader) throws IOException {
    NavigableMap<String, Long> first = new TreeMap<>(reader.partitions());
    boolean any = true;
    while (any) {
      any = false;
      for (String partition : inTurn(first)) {
        if (!hasRoom()) {
          caughtUp = false;
          return;
        }
        any |= take(reader, partition, first.get(partition));
      }
    }
    caughtUp = true;
  }

  /** All partitions, beginning behind the one that had the last turn. */
  private List<String> inTurn(NavigableMap<String, Long> first) {
    List<String> turn = new ArrayList<>(first.tailMap(lastPartition, false).keySet());
    turn.addAll(first.headMap(lastPartition, true).keySet());
    return turn;
  }

  private boolean hasRoom() {
    boolean room = pace.hasRoom();
    if (!room && pace.hold()) {
      reports.held(stream.name(), "as much as is allowed is journaled and waits to be processed");
    } else if (room && pace.free()) {
      reports.freed(stream.name());
    }
    return room && !source.stopping() && pace.records(scheduler.nanoTime()) > 0;
  }

  /** Takes the next range of a partition, if there is one. */
  private boolean take(DirectReader<T> reader, String partition, long first) throws IOException {
    long from = positions.getOrDefault(partition, first);
    if (from < first) {
      throw new RecordsGoneException(
          partition, from, first, "the first that the source still has is offset " + first);
    }
    Limit limit = new Limit(pace.records(scheduler.nanoTime()), policy.limits().maxBytes());
    Optional<SourceRange> range = reader.next(partition, from, limit);
    lastPartition = partition;
    if (range.isEmpty()) {
      return false;
    }
    if (!range.get().partition().equals(partition) || range.get().from() != from) {
      throw new IllegalStateException(
          "its reader gave "
              + range.get()
              + " where '"
              + partition
              + "' from offset "
              + from
              + " was asked for; mend the reader");
    }
    return hand(range.get());
  }

  /** What a reader is told that looks for new records; used where it is. */
  private final class Offering implements DirectContext {
    @Override
    public Scheduler scheduler() {
      return scheduler;
    }

    @Override
    public Storage storage(String location) {
      return stream.context().storage(location);
    }

    @Override
    public Map<String, Long> offered() {
      return Map.copyOf(positions);
    }
  }

  /** From here on the range is counted, and comes to the driver; false if it is stopped. */
  private synchronized boolean hand(SourceRange range) {
    if (stopped) {
      return false;
    }
    caughtUp = false;
    sequence++;
    received += range.records();
    positions.put(range.partition(), range.until());
    ReceivedBlock block =
        new ReceivedBlock(
            stream.name(),
            sequence,
            range.records(),
            new InSource(range),
            Map.of(range.partition(), range.until()));
    pace.taken(block);
    reports.begun(stream.name(), sequence);
    reports.stored(block);
    return true;
  }
}
