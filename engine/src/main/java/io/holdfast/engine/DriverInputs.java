package io.holdfast.engine;

import io.holdfast.engine.block.BlockManagerBasedBlockHandler;
import io.holdfast.engine.block.BlockSplit;
import io.holdfast.engine.block.DataLogs;
import io.holdfast.engine.block.DirectReads;
import io.holdfast.engine.block.InputBlocks;
import io.holdfast.engine.block.ReceivedBlockHandler;
import io.holdfast.engine.block.SentStream;
import io.holdfast.engine.block.StreamFormat;
import io.holdfast.engine.block.WriteAheadLogBasedBlockHandler;
import io.holdfast.engine.block.WriteAheadLogBasedBlockHandler.Retries;
import io.holdfast.engine.cluster.ClusterSession;
import io.holdfast.engine.cluster.ClusterSession.Receiving;
import io.holdfast.engine.cluster.SentObject;
import io.holdfast.engine.graph.GraphNode.InputNode;
import io.holdfast.engine.graph.InputFeed.Direct;
import io.holdfast.engine.graph.InputFeed.Received;
import io.holdfast.engine.journal.Allocation;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.quarantine.QuarantineFiles;
import io.holdfast.engine.quarantine.ReplayingDirectSource;
import io.holdfast.engine.quarantine.ReplayingSource;
import io.holdfast.engine.receiver.AheadLimit;
import io.holdfast.engine.receiver.DirectSupervisor;
import io.holdfast.engine.receiver.InputSupervisor;
import io.holdfast.engine.receiver.ReceiverReports;
import io.holdfast.engine.receiver.ReceiverSupervisor;
import io.holdfast.engine.recovery.CommittedBatches;
import io.holdfast.runtime.Closing;
import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.source.DirectContext;
import io.holdfast.source.DirectSource;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.RecordCodec;
import io.holdfast.stream.Protection;
import io.holdfast.wal.storage.Storage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The inputs of a driver: where the blocks of each are kept, how they are read, and who brings
 * them. Used from the driver's executor.
 */
final class DriverInputs {
  private final Startup startup;
  private final EngineSettings settings;
  private final CommittedBatches committed;
  private final DataLogs logs;
  private final SerialExecutor driver;
  private final DriverWatch watch;
  private final Optional<ClusterSession> cluster;
  private final Map<String, ReceivedBlockHandler> handlers = new TreeMap<>();
  private final Map<String, InputBlocks<Object>> blocks = new TreeMap<>();

  /** Opens the inputs; {@code committed} is what the driver before has left. */
  DriverInputs(
      Startup startup,
      CommittedBatches committed,
      DataLogs logs,
      SerialExecutor driver,
      DriverWatch watch,
      Optional<ClusterSession> cluster) {
    this.cluster = cluster;
    this.startup = startup;
    this.committed = committed;
    this.settings = startup.settings();
    this.logs = logs;
    this.driver = driver;
    this.watch = watch;
    startup.graph().inputs().forEach(this::open);
  }

  private void open(InputNode input) {
    RecordCodec<Object> codec = untyped(input.feed().codec());
    if (input.feed() instanceof Received received) {
      boolean copied = received.protection() == Protection.REPLICATED;
      Function<ReceivedBlock, ByteBuffer> bytes = logs::read;
      if (cluster.isEmpty()) {
        ReceivedBlockHandler handler = handler(input.name(), received.protection());
        handlers.put(input.name(), handler);
        bytes = handler::read;
      }
      blocks.put(
          input.name(),
          new InputBlocks<>(codec, bytes, Optional.empty(), sent(codec, null, copied)));
    } else if (input.feed() instanceof Direct direct) {
      DirectSource<Object> source = untyped(direct.source());
      DirectReads<Object> reads =
          new DirectReads<>(input.name(), replaying(input.name(), source), context(input.name()));
      blocks.put(
          input.name(),
          new InputBlocks<>(codec, logs::read, Optional.of(reads), sent(codec, source, false)));
    }
  }

  /** What tasks elsewhere have to know of a stream. */
  private Optional<SentStream<Object>> sent(
      RecordCodec<Object> codec, DirectSource<Object> source, boolean copied) {
    StreamFormat<Object> format = new StreamFormat<>(codec, source);
    return cluster.map(
        session -> new SentStream<>(SentObject.of(format, settings.registrations()), copied));
  }

  private ReceivedBlockHandler handler(String stream, Protection protection) {
    long memoryBytes = settings.batching().cacheBytes();
    if (protection == Protection.NONE) {
      return new BlockManagerBasedBlockHandler(
          logs, startup.claim().epoch(), memoryBytes, watch.holding(stream));
    }
    return new WriteAheadLogBasedBlockHandler(
        logs,
        ApplicationLayout.SHARED_DATA_LOG,
        new Retries(settings.scheduler(), driver, watch.holding(stream)),
        memoryBytes);
  }

  /** The blocks that a batch has of an input, to be read by tasks; without those that are lost. */
  List<BlockSplit<Object>> splits(InputNode input, Allocation batch) {
    long epoch = startup.claim().epoch();
    return blocks
        .get(input.name())
        .splits(
            batch.blocks().getOrDefault(input.name(), List.of()).stream()
                .filter(block -> !block.lostBefore(epoch))
                .toList());
  }

  /** A batch is complete: its blocks need not be kept in memory. */
  void completed(Allocation batch) {
    batch
        .blocks()
        .forEach(
            (stream, done) -> {
              ReceivedBlockHandler handler = handlers.get(stream);
              if (handler != null) {
                handler.completed(done);
              }
            });
  }

  /** Who brings the blocks of an input. */
  InputSupervisor supervisor(InputNode input, ReceiverReports reports) {
    return input.feed() instanceof Received received
        ? received(input.name(), received, reports)
        : direct(input.name(), untyped(((Direct) input.feed()).source()), reports);
  }

  private InputSupervisor received(String stream, Received feed, ReceiverReports reports) {
    ReceiverSupervisor.Received before = ReceiverSupervisor.Received.of(state().tracker(stream));
    return cluster
        .map(
            session ->
                session.receive(
                    new Receiving<>(stream, untyped(feed.source()), feed.protection(), before),
                    reports))
        .orElseGet(() -> here(stream, untyped(feed.source()), before, reports));
  }

  private InputSupervisor here(
      String stream,
      ReceiverSource<Object> source,
      ReceiverSupervisor.Received before,
      ReceiverReports reports) {
    return new ReceiverSupervisor<>(
        stream,
        settings.failures().quarantines()
            ? new ReplayingSource<>(source, stream, new QuarantineFiles(settings.storage()))
            : source,
        handlers.get(stream),
        before,
        settings.receivers(),
        reports,
        new ReceiverSupervisor.Surroundings(
            settings.scheduler(), settings.sinkStorage(), settings.batching().interval()));
  }

  private InputSupervisor direct(
      String stream, DirectSource<Object> source, ReceiverReports reports) {
    return new DirectSupervisor<>(
        new DirectSupervisor.Stream<>(stream, replaying(stream, source), context(stream)),
        new DirectSupervisor.Left(state().tracker(stream), waiting(stream)),
        settings.receivers(),
        reports,
        AheadLimit.forBatches(settings.batching().maxBatchBytes()),
        settings.batching().interval());
  }

  /** Blocks of a stream that the driver before has left, oldest first. */
  private List<ReceivedBlock> waiting(String stream) {
    List<ReceivedBlock> waiting = new ArrayList<>();
    committed
        .committedOutputs()
        .keySet()
        .forEach(batch -> waiting.addAll(batch.blocks().getOrDefault(stream, List.of())));
    waiting.addAll(state().tracker(stream).unallocated());
    return waiting;
  }

  void close() {
    Closing.all(blocks.values().stream().map(input -> input::close));
  }

  private DriverState state() {
    return startup.plan().state();
  }

  private DirectSource<Object> replaying(String stream, DirectSource<Object> source) {
    return settings.failures().quarantines()
        ? new ReplayingDirectSource<>(source, stream, new QuarantineFiles(settings.storage()))
        : source;
  }

  private DirectContext context(String stream) {
    return new Surroundings(
        settings.scheduler(), settings.sinkStorage(), state().tracker(stream).durableOffsets());
  }

  /** What direct sources are given. */
  private record Surroundings(
      Scheduler scheduler, Function<String, Storage> places, Map<String, Long> offered)
      implements DirectContext {
    @Override
    public Storage storage(String location) {
      return places.apply(location);
    }
  }

  @SuppressWarnings("unchecked") // the stream's type was checked when the graph was defined
  private static RecordCodec<Object> untyped(RecordCodec<?> codec) {
    return (RecordCodec<Object>) codec;
  }

  @SuppressWarnings("unchecked") // the stream's type was checked when the graph was defined
  private static ReceiverSource<Object> untyped(ReceiverSource<?> source) {
    return (ReceiverSource<Object>) source;
  }

  @SuppressWarnings("unchecked") // the stream's type was checked when the graph was defined
  private static DirectSource<Object> untyped(DirectSource<?> source) {
    return (DirectSource<Object>) source;
  }
}
