package io.holdfast.engine;

import io.holdfast.ConfigurationException;
import io.holdfast.checkpoint.placed.PlacedState;
import io.holdfast.checkpoint.state.StateStore;
import io.holdfast.engine.block.DataLogs;
import io.holdfast.engine.checkpointing.Sections;
import io.holdfast.engine.cluster.PartitionLoader;
import io.holdfast.engine.cluster.PlacedStates;
import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.engine.graph.GraphOutline;
import io.holdfast.engine.recovery.CommittedBatches;
import io.holdfast.engine.recovery.RecoveryPlan;
import io.holdfast.engine.state.KryoValues;
import io.holdfast.engine.state.States;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.Fence;
import io.holdfast.wal.ForeignLog;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.WriteAheadLog;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Executes the part of a plan that concerns logs: loads the states and starts a new segment in each
 * log.
 */
final class StartedLogs {
  private final EngineSettings settings;
  private final UUID application;
  private final RecoveryPlan plan;
  private final StatesAhead ahead;
  private final long epoch;
  private final Fence fence;

  StartedLogs(Startup startup, Fence fence) {
    this.settings = startup.settings();
    this.application = startup.identity().id();
    this.plan = startup.plan();
    this.ahead = startup.ahead();
    this.epoch = startup.claim().epoch();
    this.fence = fence;
  }

  /** All of them, in the order of recovery. */
  DriverLogs all(DStreamGraph graph, CommittedBatches committed, Assembly assembly) {
    int partitions = settings.batching().parallelism();
    if (settings.cluster().isPresent()) {
      refuse(ApplicationLayout.STATE, "were kept by the driver", "the local backend", graph);
      WriteAheadLog journal = journal();
      DataLogs data = dataLogs();
      return new DriverLogs(journal, data, placed(graph, committed, data, partitions));
    }
    refuse(ApplicationLayout.PLACES, "lie with a cluster", "that cluster", graph);
    Map<String, StateStore> stores = states(graph, committed);
    return new DriverLogs(journal(), dataLogs(), assembly.states(stores, partitions));
  }

  /** States do not move from one kind of backend to another. */
  private void refuse(String directory, String how, String where, DStreamGraph graph) {
    if (graph.stateNames().isEmpty() || !settings.storage().exists(directory)) {
      return;
    }
    if (!settings.storage().list(directory).isEmpty()) {
      throw new ConfigurationException(
          "The states of the application in "
              + settings.storage().location()
              + " "
              + how
              + ". Start it on "
              + where
              + " as before, or begin with another directory.");
    }
  }

  /** May use the room that data logs leave: what frees room again has to be journaled first. */
  private WriteAheadLog journal() {
    return start(plan.journal(), "journal", settings.log().withReserveBytes(0));
  }

  /** The log that streams write to, and those in which blocks of earlier drivers may lie. */
  private DataLogs dataLogs() {
    Map<String, LogScan> scans = new TreeMap<>(plan.dataLogs());
    scans.computeIfAbsent(ApplicationLayout.SHARED_DATA_LOG, this::emptyLog);
    Map<String, WriteAheadLog> own = new TreeMap<>();
    scans.forEach(
        (name, scan) -> {
          if (!ApplicationLayout.isOfExecutor(name)) {
            own.put(name, start(scan, "data-" + name, settings.log()));
          }
        });
    DataLogs logs = new DataLogs(own, this::foreign);
    scans.forEach(
        (name, scan) -> {
          if (ApplicationLayout.isOfExecutor(name)) {
            logs.ended(name, scan.lastLsn());
          }
        });
    return logs;
  }

  private ForeignLog foreign(String name) {
    String directory = ApplicationLayout.dataLog(name);
    return new ForeignLog(
        settings.storage(), directory, ApplicationLayout.logId(application, directory));
  }

  /** Loads all states before the first of their logs is written to. */
  private Map<String, StateStore> states(DStreamGraph graph, CommittedBatches committed) {
    Map<String, StateStore.Loaded> loaded = new LinkedHashMap<>();
    for (String name : graph.stateNames()) {
      loaded.put(name, ahead.load(application, name, plan.positions(), wanted(name, committed)));
    }
    StateStore.Options options =
        new StateStore.Options(settings.log(), settings.batching().snapshotBytes());
    Map<String, StateStore> stores = new LinkedHashMap<>();
    loaded.forEach(
        (name, state) ->
            stores.put(name, state.start(writer("state-" + name), options, settings.scheduler())));
    return stores;
  }

  /** Reads where the states lie, before the first of their logs is written to. */
  private States placed(
      DStreamGraph graph, CommittedBatches committed, DataLogs data, int partitions) {
    KryoValues codec = new KryoValues(settings.registrations(), settings.droppable());
    Map<String, PlacedState.Loaded> loaded = new LinkedHashMap<>();
    for (String name : graph.stateNames()) {
      loaded.put(name, PlacedState.load(source(name), name, wanted(name, committed)));
    }
    StateStore.Options options =
        new StateStore.Options(settings.log(), settings.batching().snapshotBytes());
    Map<String, PlacedState> states = new LinkedHashMap<>();
    loaded.forEach(
        (name, state) ->
            states.put(
                name,
                state.start(
                    writer("places-" + name),
                    options,
                    settings.scheduler(),
                    partitions,
                    codec.classes())));
    PartitionLoader loader =
        new PartitionLoader(settings.storage(), application, epoch, codec, data::read);
    return new PlacedStates(
        states, partitions, settings.batching().snapshotBytes(), loader, data::reported);
  }

  private StateStore.Source source(String name) {
    String directory = ApplicationLayout.placesLog(name);
    return new StateStore.Source(
        settings.storage(),
        directory,
        ApplicationLayout.logId(application, directory),
        plan.positions().durableLsn(directory));
  }

  /**
   * A state that took part in the batches that are complete has their version; a new one starts
   * from nothing.
   */
  private StateStore.Wanted wanted(String name, CommittedBatches committed) {
    long journaled = plan.state().stateVersion(name);
    BatchTime last = committed.lastComplete(BatchTime.NONE);
    boolean tookPart = last.isAfter(BatchTime.NONE) && knownBefore(name);
    return new StateStore.Wanted(
        tookPart ? last.epochMillis() : journaled, committed.partlyCommitted());
  }

  private boolean knownBefore(String state) {
    return plan.checkpoint()
        .flatMap(c -> c.section(Sections.GRAPH_OUTLINE))
        .map(section -> GraphOutline.parse(section.text()))
        .map(
            outline -> outline.lines().stream().anyMatch(l -> l.id() > 0 && l.name().equals(state)))
        .orElse(true);
  }

  private LogScan emptyLog(String name) {
    String directory = ApplicationLayout.dataLog(name);
    return LogScanner.recover(
        settings.storage(),
        directory,
        ApplicationLayout.logId(application, directory),
        0,
        (segment, frame) -> {});
  }

  private WriteAheadLog start(LogScan scan, String name, LogOptions options) {
    return WriteAheadLog.start(
        settings.storage(), scan, writer(name), options, settings.scheduler());
  }

  private WriteAheadLog.Writer writer(String name) {
    return new WriteAheadLog.Writer("log-" + name, epoch, fence);
  }
}
