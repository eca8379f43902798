package io.holdfast.engine;

import io.holdfast.checkpoint.state.StateLog;
import io.holdfast.engine.block.DataLogs;
import io.holdfast.engine.checkpointing.LogPositions;
import io.holdfast.engine.checkpointing.LogPositions.Position;
import io.holdfast.engine.journal.BlockLocation.InLog;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.state.States;
import io.holdfast.runtime.Closing;
import io.holdfast.wal.LogMetrics;
import io.holdfast.wal.WriteAheadLog;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The logs that a driver writes, and what a checkpoint has to say of them. */
final class DriverLogs {
  private final WriteAheadLog journal;
  private final DataLogs data;
  private final States states;

  DriverLogs(WriteAheadLog journal, DataLogs data, States states) {
    this.journal = journal;
    this.data = data;
    this.states = states;
  }

  WriteAheadLog journal() {
    return journal;
  }

  DataLogs data() {
    return data;
  }

  States states() {
    return states;
  }

  /**
   * Positions that fit the driver's state.
   *
   * @param journalLsn the last event that the state contains
   */
  LogPositions positions(DriverState state, long journalLsn) {
    Map<String, Position> positions = new TreeMap<>();
    positions.put(ApplicationLayout.JOURNAL, new Position(journalLsn, journalLsn + 1));
    Map<String, Long> lowest = lowestNeeded(state);
    for (String log : data.names()) {
      long durable = data.log(log).durableLsn();
      long needed = lowest.getOrDefault(log, durable + 1);
      positions.put(ApplicationLayout.dataLog(log), new Position(durable, needed));
    }
    states.neededFrom().forEach((log, lsn) -> lowest.merge(log, lsn, Math::min));
    data.foreign()
        .forEach(
            (log, durable) -> {
              long needed = lowest.getOrDefault(log, durable + 1);
              positions.put(ApplicationLayout.dataLog(log), new Position(durable, needed));
            });
    states
        .logs()
        .forEach(
            (name, store) -> {
              Position p =
                  new Position(store.durableLsn(), store.neededFromLsn(state.stateVersion(name)));
              positions.put(states.directory(name), p);
            });
    return new LogPositions(positions);
  }

  /** What each log has done, by its directory in the application's. */
  Map<String, LogMetrics> metrics() {
    Map<String, LogMetrics> metrics = new TreeMap<>();
    metrics.put(ApplicationLayout.JOURNAL, journal.metrics());
    data.names()
        .forEach(log -> metrics.put(ApplicationLayout.dataLog(log), data.log(log).metrics()));
    states.logs().forEach((name, store) -> metrics.put(states.directory(name), store.metrics()));
    return metrics;
  }

  /** A block is part of the driver's state: its log, if another process writes it, is known. */
  void stored(ReceivedBlock block) {
    if (block.location() instanceof InLog place && !data.has(place.log())) {
      data.reported(place.log(), place.handle().lsn());
    }
  }

  void release(String directory, long keepFromLsn) {
    if (directory.equals(ApplicationLayout.JOURNAL)) {
      journal.release(keepFromLsn);
    } else if (directory.startsWith(ApplicationLayout.DATA + "/")) {
      data.release(directory.substring(ApplicationLayout.DATA.length() + 1), keepFromLsn);
    } else {
      String name = directory.substring(directory.indexOf('/') + 1);
      StateLog state = states.logs().get(name);
      if (state != null && states.directory(name).equals(directory)) {
        state.release(keepFromLsn);
      }
    }
  }

  /** Seals all logs, in the order of the data; the journal last. */
  CompletableFuture<Void> seal() {
    CompletableFuture<?>[] first =
        Stream.concat(
                data.names().stream().map(log -> data.log(log).seal()),
                states.logs().values().stream().map(StateLog::seal))
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(first).thenCompose(done -> journal.seal());
  }

  void close() {
    Closing.all(data::close, states::close, journal::close);
  }

  /** By data log the lowest LSN at which a block lies that is still to be processed. */
  private static Map<String, Long> lowestNeeded(DriverState state) {
    Map<String, Long> lowest = new HashMap<>();
    Consumer<ReceivedBlock> look =
        block -> {
          if (block.location() instanceof InLog place) {
            lowest.merge(place.log(), place.handle().lsn(), Math::min);
          }
        };
    state.trackers().values().forEach(tracker -> tracker.forEachUnallocated(look));
    state.pending().forEach(batch -> batch.blocks().values().forEach(some -> some.forEach(look)));
    return lowest;
  }
}
