package io.holdfast.engine.receiver;

import io.holdfast.HoldfastException;
import io.holdfast.NotReplayableException;
import io.holdfast.SourceFailedException;
import io.holdfast.engine.block.SourceErrors;
import io.holdfast.engine.journal.BlockLocation.InSource;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.journal.ReceivedBlockTracker;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.source.DirectContext;
import io.holdfast.source.DirectReader;
import io.holdfast.source.DirectReader.Limit;
import io.holdfast.source.DirectSource;
import io.holdfast.source.RecordsGoneException;
import io.holdfast.source.SourceRange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Looks for new records in a direct source, once every block interval, and has the ranges journaled
 * as blocks; the records stay where they are. Not further ahead of the batches than {@link
 * AheadLimit} allows, nor faster than the rates. When the source fails, another reader is opened
 * after a back-off, as a receiver is (rule R14); records that it has lost end the job.
 *
 * <p>Everything that talks to the source runs on the stream's own executor.
 */
public final class DirectSupervisor<T> implements InputSupervisor {
  private final String stream;
  private final DirectSource<T> source;
  private final DirectContext context;
  private final SupervisorPolicy policy;
  private final ReceiverReports reports;
  private final SerialExecutor lane;
  private final DirectPace pace;
  private final Map<String, Long> positions;
  private long sequence;
  private long received;
  private DirectReader<T> reader;
  private String lastPartition = "";
  private int failuresInRow;
  private volatile boolean caughtUp;
  private boolean stopping;
  private boolean busy;

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
      Stream<T> input,
      Left left,
      SupervisorPolicy policy,
      ReceiverReports reports,
      AheadLimit ahead,
      Duration batchInterval) {
    this.stream = input.name();
    this.source = input.source();
    this.context = input.context();
    this.policy = policy;
    this.reports = reports;
    this.lane = context.scheduler().serial("direct-" + stream);
    this.pace = new DirectPace(policy.limits(), ahead, batchInterval, left.waiting());
    this.positions = left.tracker().durableOffsets();
    this.sequence = left.tracker().lastSequence();
  }

  @Override
  public void start() {
    lane.execute(
        () -> {
          reports.event(stream, "started", source.description());
          poll();
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
    lane.execute(
        () -> {
          boolean unused = talks(() -> journaled(block), () -> {});
        });
  }

  @Override
  public void processed(List<ReceivedBlock> blocks, Duration processing, Duration scheduling) {
    pace.processed(blocks, context.scheduler().currentTimeMillis(), processing, scheduling);
  }

  /** What is under way ends by itself; else the reader is closed here and now. */
  @Override
  public void stop() {
    synchronized (this) {
      if (stopping) {
        return;
      }
      stopping = true;
      if (!busy) {
        close();
      }
    }
    if (pace.free()) {
      reports.freed(stream);
    }
    reports.event(stream, "stopped", "");
  }

  private void poll() {
    boolean well =
        talks(this::discover, () -> schedule(policy.backOff(failuresInRow)));
    if (well) {
      failuresInRow = 0;
      schedule(policy.limits().maxAge());
    }
  }

  private void schedule(Duration delay) {
    context.scheduler().schedule(delay, lane, this::poll);
  }

  private interface Talk {
    void run() throws IOException;
  }

  /**
   * Talks to the source.
   *
   * @param again what to do when it has failed and is to be tried again
   * @return whether all went well
   */
  private boolean talks(Talk talk, Runnable again) {
    synchronized (this) {
      if (stopping) {
        return false;
      }
      busy = true;
    }
    try {
      talk.run();
      return true;
    } catch (RecordsGoneException e) {
      end(
          SourceErrors.gone(
              stream, source.description(), "the next blocks, which are not read yet", e));
    } catch (NotReplayableException e) {
      end(e);
    } catch (IOException | RuntimeException e) {
      if (mayTryAgain(e)) {
        again.run();
      }
    } finally {
      settle();
    }
    return false;
  }

  private synchronized void settle() {
    busy = false;
    if (stopping) {
      close();
    }
  }

  private void journaled(ReceivedBlock block) throws IOException {
    if (reader != null && block.location() instanceof InSource place) {
      reader.journaled(place.range().partition(), place.range().until());
    }
  }

  private void discover() throws IOException {
    if (reader == null) {
      reader = source.open(context);
    }
    Map<String, Long> first = new TreeMap<>(reader.partitions());
    boolean any = true;
    while (any && hasRoom()) {
      any = false;
      for (String partition : inTurn(first)) {
        if (!hasRoom()) {
          caughtUp = false;
          return;
        }
        any |= take(partition, first.get(partition));
      }
    }
    caughtUp = !any;
  }

  /** All partitions, beginning behind the one that had the last turn. */
  private Iterable<String> inTurn(Map<String, Long> first) {
    TreeMap<String, Long> sorted = new TreeMap<>(first);
    List<String> turn = new ArrayList<>(sorted.tailMap(lastPartition, false).keySet());
    turn.addAll(sorted.headMap(lastPartition, true).keySet());
    return turn;
  }

  private boolean hasRoom() {
    synchronized (this) {
      if (stopping) {
        return false;
      }
    }
    boolean room = pace.hasRoom();
    if (!room && pace.hold()) {
      reports.held(stream, "as much as is allowed is journaled and waits to be processed");
    } else if (room && pace.free()) {
      reports.freed(stream);
    }
    return room && pace.records(context.scheduler().nanoTime()) > 0;
  }

  private boolean take(String partition, long first) throws IOException {
    long from = positions.getOrDefault(partition, first);
    if (from < first) {
      throw new RecordsGoneException(
          partition, from, first, "the first that the source still has is offset " + first);
    }
    Limit limit =
        new Limit(pace.records(context.scheduler().nanoTime()), policy.limits().maxBytes());
    Optional<SourceRange> range = reader.next(partition, from, limit);
    lastPartition = partition;
    if (range.isEmpty()) {
      return false;
    }
    require(range.get(), partition, from);
    return hand(range.get());
  }

  private void require(SourceRange range, String partition, long from) {
    if (!range.partition().equals(partition) || range.from() != from) {
      throw new IllegalStateException(
          "its reader gave " + range + " where '" + partition + "' from offset " + from
              + " was asked for; mend the reader");
    }
  }

  /** From here on the range is counted, and comes to the driver. */
  private synchronized boolean hand(SourceRange range) {
    if (stopping) {
      return false;
    }
    caughtUp = false;
    sequence++;
    received += range.records();
    positions.put(range.partition(), range.until());
    ReceivedBlock block =
        new ReceivedBlock(
            stream,
            sequence,
            range.records(),
            new InSource(range),
            Map.of(range.partition(), range.until()));
    pace.taken(block);
    reports.begun(stream, sequence);
    reports.stored(block);
    return true;
  }

  private boolean mayTryAgain(Exception cause) {
    String reason = SourceErrors.words(cause);
    close();
    failuresInRow++;
    if (failuresInRow >= policy.maxAttemptsInRow()) {
      end(
          new SourceFailedException(
              "Input stream '"
                  + stream
                  + "' ("
                  + source.description()
                  + ") failed "
                  + failuresInRow
                  + " times in a row, the last time: "
                  + reason
                  + ". Everything journaled so far is kept; mend the source and start again.",
              cause));
      return false;
    }
    long millis = policy.backOff(failuresInRow).toMillis();
    reports.event(stream, "restarting", reason + "; next attempt in " + millis + " ms");
    return true;
  }

  private void end(HoldfastException error) {
    reports.event(stream, "gave up", String.valueOf(error.getMessage()));
    reports.gaveUp(error);
  }

  private void close() {
    DirectReader<T> closing = reader;
    reader = null;
    if (closing != null) {
      try {
        closing.close();
      } catch (IOException | RuntimeException e) {
        reports.event(stream, "not closed", SourceErrors.words(e));
      }
    }
  }
}
