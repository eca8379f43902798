package io.holdfast.engine.receiver;

import io.holdfast.SourceFailedException;
import io.holdfast.engine.block.BlockFormat;
import io.holdfast.engine.block.ReceivedBlockHandler;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.journal.ReceivedBlockTracker;
import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.source.ReceiverContext;
import io.holdfast.source.ReceiverSource;
import io.holdfast.wal.FieldWriter;
import io.holdfast.wal.storage.Storage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Runs the receivers of one input stream, one for each source that it is composed of: starts them
 * behind what is durable, hands their blocks to the handler and on to the driver, passes
 * acknowledgements back, and starts one again when it fails (rule R14).
 *
 * <p>Everything but {@link ReceiverContext} runs on the stream's own executor.
 */
public final class ReceiverSupervisor<T> {
  private final String stream;
  private final ReceivedBlockHandler handler;
  private final SupervisorPolicy policy;
  private final Reports reports;
  private final Scheduler scheduler;
  private final SerialExecutor lane;
  private final BlockGenerator<T> generator;
  private final Map<String, Long> durable;
  private final List<ReceiverRuns<T>> receivers;
  private boolean stopping;

  /** Time and threads, and the storage behind a location. */
  public record Surroundings(Scheduler scheduler, Function<String, Storage> places) {}

  /** What the driver is told. Called on the receiver's executor or a log's; must only hand over. */
  public interface Reports {
    /**
     * Bytes are durable (F1); the driver journals the block and then calls {@link
     * ReceiverSupervisor#acknowledge}.
     */
    void stored(ReceivedBlock block);

    /** Bytes could not be made durable. */
    void storeFailed(Throwable error);

    /**
     * Something has happened to a receiver: "started", "restarting", "stopped". The detail names
     * the source if the stream has several.
     */
    void event(String stream, String event, String detail);

    /** A receiver failed more often than allowed. */
    void gaveUp(SourceFailedException error);
  }

  /** A supervisor whose receivers will continue behind what {@code tracker} knows to be durable. */
  public ReceiverSupervisor(
      String stream,
      ReceiverSource<T> source,
      ReceivedBlockHandler handler,
      ReceivedBlockTracker tracker,
      SupervisorPolicy policy,
      Reports reports,
      Surroundings surroundings) {
    this.stream = stream;
    this.handler = handler;
    this.policy = policy;
    this.reports = reports;
    this.scheduler = surroundings.scheduler();
    this.lane = scheduler.serial("receiver-" + stream);
    this.durable = tracker.durableOffsets();
    this.generator =
        new BlockGenerator<>(
            stream,
            source.codec(),
            policy.limits(),
            tracker.lastSequence(),
            tracker.durableOffsets(),
            new Cutter());
    var shared =
        new ReceiverRuns.Stream<>(stream, lane, generator, durable, policy, reports, surroundings);
    this.receivers = source.parts().stream().map(part -> new ReceiverRuns<>(shared, part)).toList();
  }

  public void start() {
    lane.execute(() -> receivers.forEach(ReceiverRuns::start));
  }

  /** Tells the sources that this block is durable. */
  public void acknowledge(ReceivedBlock block) {
    lane.execute(
        () -> {
          block.advance(durable);
          Map<String, Long> positions = new TreeMap<>(block.offsets());
          positions.values().removeIf(position -> position == ReceivedBlock.FORGOTTEN);
          receivers.forEach(receiver -> receiver.acknowledge(positions));
        });
  }

  /**
   * Ends the receivers and cuts what they have delivered; nothing is taken from them after this.
   */
  public void stop() {
    generator.close();
    receivers.forEach(ReceiverRuns::stop);
    lane.execute(
        () -> {
          if (!stopping) {
            stopping = true;
            receivers.forEach(ReceiverRuns::end);
            reports.event(stream, "stopped", "");
          }
        });
  }

  /** Records taken from the receivers since the start, durable or not. */
  public long received() {
    return generator.received();
  }

  /** Sends cut blocks on their way. */
  private final class Cutter implements BlockGenerator.Target {
    @Override
    public void cut(BlockFormat.Header header, FieldWriter records) {
      ByteBuffer bytes = BlockFormat.assemble(header, records);
      CompletableFuture<ReceivedBlock> unused =
          handler
              .store(header, bytes)
              .whenComplete((block, error) -> settled(header, block, error));
    }

    private void settled(BlockFormat.Header header, ReceivedBlock block, Throwable error) {
      generator.settled(header.recordBytes());
      if (error != null) {
        reports.storeFailed(error);
      } else {
        reports.stored(block);
      }
    }

    @Override
    public void begun(long sequence) {
      scheduler.schedule(policy.limits().maxAge(), lane, () -> generator.cut(sequence));
    }
  }
}
