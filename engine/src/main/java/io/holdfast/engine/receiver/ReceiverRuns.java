package io.holdfast.engine.receiver;

import io.holdfast.HoldfastException;
import io.holdfast.SourceFailedException;
import io.holdfast.engine.block.SourceErrors;
import io.holdfast.engine.receiver.ReceiverSupervisor.Surroundings;
import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.ReceiverSource.Part;
import io.holdfast.source.RecordsGoneException;
import io.holdfast.wal.storage.Storage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The receivers of one source, one after the other: when one fails, the next is started after a
 * back-off; when records are gone for good, the stream gives up at once. A source that is a part of
 * others has its name before its partitions.
 *
 * <p>Everything but {@link ReceiverContext} and {@link #stop} runs on the stream's lane.
 */
final class ReceiverRuns<T> {
  private final Stream<T> stream;
  private final String part;
  private final String prefix;
  private final ReceiverSource<T> source;
  private volatile Attempt attempt;
  private volatile boolean stopping;
  private volatile boolean caughtUp;
  private int failuresInRow;
  private boolean worked;

  /**
   * What the sources of a stream share.
   *
   * @param durable positions of all partitions; touched on the lane
   */
  record Stream<T>(
      String name,
      SerialExecutor lane,
      BlockGenerator<T> generator,
      Map<String, Long> durable,
      SupervisorPolicy policy,
      ReceiverReports reports,
      Surroundings surroundings) {}

  ReceiverRuns(Stream<T> stream, Part<T> part) {
    this.stream = stream;
    this.part = part.name();
    this.prefix = part.prefix();
    this.source = part.source();
  }

  void start() {
    if (stopping) {
      return;
    }
    Attempt started = new Attempt(source.createReceiver());
    attempt = started;
    report("started", source.description());
    started.run(() -> started.receiver.start(started, ownOf(stream.durable())));
    if (stopping) {
      started.receiver.stop();
    }
  }

  /** Whether the source has said that it has nothing more to read for now. */
  boolean caughtUp() {
    return caughtUp;
  }

  /** Tells the source about positions of its own among those of a block. */
  void acknowledge(Map<String, Long> positions) {
    Map<String, Long> own = ownOf(positions);
    if (attempt != null && !own.isEmpty()) {
      attempt.receiver.acknowledged(own);
    }
  }

  /**
   * Ends the receiver that runs; none comes after it. At once, whatever the lane is busy with: the
   * threads of the job may end before the lane gets to it, and a port would stay taken.
   */
  void stop() {
    stopping = true;
    Attempt running = attempt;
    if (running != null) {
      running.receiver.stop();
    }
  }

  /** On the lane, after {@link #stop}: nothing is taken from it, nothing said to it any more. */
  void end() {
    Attempt running = attempt;
    attempt = null;
    if (running != null) {
      running.ended = true;
      running.receiver.stop();
    }
  }

  private Map<String, Long> ownOf(Map<String, Long> positions) {
    Map<String, Long> own = new TreeMap<>();
    positions.forEach(
        (partition, position) -> {
          if (partition.startsWith(prefix)) {
            own.put(partition.substring(prefix.length()), position);
          }
        });
    return own;
  }

  private void report(String event, String detail) {
    stream.reports().event(stream.name(), event, part.isEmpty() ? detail : part + ": " + detail);
  }

  private void failed(Attempt failed, String reason, Throwable cause) {
    if (failed != attempt || stopping) {
      return;
    }
    end();
    worked |= failed.delivered || caughtUp;
    Optional<HoldfastException> lasting = lasting(cause);
    if (lasting.isPresent()) {
      giveUp(lasting.get());
      return;
    }
    SupervisorPolicy policy = stream.policy();
    failuresInRow = failed.delivered ? 1 : failuresInRow + 1;
    if (failuresInRow >= policy.maxAttemptsInRow()) {
      giveUp(gaveUp(reason, cause));
      return;
    }
    Duration delay = policy.backOff(failuresInRow);
    report("restarting", reason + "; next attempt in " + delay.toMillis() + " ms");
    stream.surroundings().scheduler().schedule(delay, stream.lane(), this::start);
  }

  /** What another receiver would not mend. */
  private Optional<HoldfastException> lasting(Throwable cause) {
    if (cause instanceof RecordsGoneException gone) {
      String wanted = "the next blocks, which were never received";
      return Optional.of(SourceErrors.gone(stream.name(), description(), wanted, gone));
    }
    return cause instanceof HoldfastException error && SourceErrors.isLasting(error, worked)
        ? Optional.of(error)
        : Optional.empty();
  }

  private void giveUp(HoldfastException error) {
    report("gave up", String.valueOf(error.getMessage()));
    stream.reports().gaveUp(error);
  }

  private String description() {
    return (part.isEmpty() ? "" : part + ": ") + source.description();
  }

  private SourceFailedException gaveUp(String reason, Throwable cause) {
    return new SourceFailedException(
        "Input stream '"
            + stream.name()
            + "' ("
            + description()
            + ") failed "
            + failuresInRow
            + " times in a row, the last time: "
            + reason
            + ". Everything received so far is kept; mend the source"
            + " and start again.",
        cause);
  }

  /** One life of a receiver, and the engine as it sees it. */
  private final class Attempt implements ReceiverContext<T> {
    private final Receiver<T> receiver;
    private volatile boolean ended;
    private volatile boolean delivered;

    Attempt(Receiver<T> receiver) {
      this.receiver = receiver;
    }

    void run(Runnable action) {
      try {
        action.run();
      } catch (RuntimeException e) {
        fail(e.getMessage() == null ? e.toString() : e.getMessage(), e);
      }
    }

    private boolean delivers() {
      if (!ended) {
        delivered = true;
        if (caughtUp) {
          caughtUp = false;
        }
      }
      return !ended;
    }

    @Override
    public void store(T record, String partition, long position) {
      if (delivers()) {
        stream.generator().store(record, prefix + partition, position);
      }
    }

    @Override
    public void storeEncoded(
        byte[] bytes, int offset, int length, String partition, long position) {
      if (delivers()) {
        stream.generator().storeEncoded(bytes, offset, length, prefix + partition, position);
      }
    }

    @Override
    public boolean storeTogether(List<T> records, String partition, long position) {
      return delivers()
          && stream.generator().storeTogether(records, prefix + partition, position, false);
    }

    @Override
    public boolean storeBlock(List<T> records, String partition, long position) {
      return delivers()
          && stream.generator().storeTogether(records, prefix + partition, position, true);
    }

    @Override
    public long storedUpTo(String partition) {
      return stream.generator().storedUpTo(prefix + partition);
    }

    @Override
    public void forget(String partition) {
      if (!ended) {
        stream.generator().forget(prefix + partition);
      }
    }

    @Override
    public void caughtUp() {
      if (!ended) {
        caughtUp = true;
      }
    }

    @Override
    public void spawn(String name, Runnable loop) {
      scheduler().spawn(name, () -> run(loop));
    }

    @Override
    public void fail(String reason, Throwable cause) {
      stream.lane().execute(() -> failed(this, reason, cause));
    }

    @Override
    public boolean stopped() {
      return ended || stopping;
    }

    @Override
    public Scheduler scheduler() {
      return stream.surroundings().scheduler();
    }

    @Override
    public Storage storage(String location) {
      return stream.surroundings().places().apply(location);
    }
  }
}
