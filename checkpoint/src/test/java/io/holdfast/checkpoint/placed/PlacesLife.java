package io.holdfast.checkpoint.placed;

import io.holdfast.checkpoint.placed.PlacedState.Changes;
import io.holdfast.checkpoint.placed.PlacedState.Loaded;
import io.holdfast.checkpoint.state.PartitionFacts;
import io.holdfast.checkpoint.state.StateStore.Options;
import io.holdfast.checkpoint.state.StateStore.Source;
import io.holdfast.checkpoint.state.StateStore.Wanted;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.wal.Fence;
import io.holdfast.wal.LogHandle;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.WriteAheadLog.Writer;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The places of the state 'counts' on a simulated disk: short ways to write and load them. */
final class PlacesLife {
  static final LogId ID = LogId.of(new UUID(1, 2), "places/counts");
  static final String DIRECTORY = "places/counts";

  final Storage storage = new SimulatedDisk().storage();
  final SimulatedScheduler scheduler = new SimulatedScheduler(5, 1_700_000_000_000L);

  int partitions = 2;
  String classes = "classes";
  LogOptions log = LogOptions.DEFAULT;

  PlacedState open(long epoch, long version, Long... keepAbove) {
    Loaded loaded =
        PlacedState.load(
            new Source(storage, DIRECTORY, ID, 0),
            "counts",
            new Wanted(version, Set.of(keepAbove)));
    return loaded.start(
        new Writer("places", epoch, Fence.NONE),
        new Options(log, 1),
        scheduler,
        partitions,
        classes);
  }

  /** One batch, durable and applied. */
  Changes batch(PlacedState state, long version, PartitionPart... parts) {
    CompletableFuture<Changes> durable = state.persist(state.changes(version, List.of(parts)));
    scheduler.runReady();
    state.apply(durable.join());
    scheduler.runReady();
    return durable.join();
  }

  /** Where the state lies at a version, as an executor reads it: a line for each part. */
  List<String> lines(long version) {
    PlacesChain chain = new PlacesChain(DIRECTORY);
    LogScan unused = LogScanner.scan(storage, DIRECTORY, ID, 0, chain).requireSound();
    return lines(chain.leadingTo(version, "counts"));
  }

  static List<String> lines(PlacesChain.Places places) {
    List<String> lines = new ArrayList<>();
    places
        .parts()
        .forEach((partition, parts) -> parts.forEach(p -> lines.add(line(p.part(), p.classes()))));
    return lines;
  }

  private static String line(PartitionPart part, String classes) {
    return (part.whole() ? "whole " : "delta ")
        + part.partition()
        + "/"
        + part.partitions()
        + " of "
        + part.version()
        + " in "
        + part.log()
        + part.records().stream().map(LogHandle::lsn).toList()
        + " as "
        + classes;
  }

  PartitionPart delta(int partition, long version, String log, long... lsns) {
    return part(partition, false, version, log, lsns);
  }

  PartitionPart whole(int partition, long version, String log, long... lsns) {
    return part(partition, true, version, log, lsns);
  }

  private PartitionPart part(int partition, boolean whole, long version, String log, long... lsns) {
    List<LogHandle> records = new ArrayList<>();
    for (long lsn : lsns) {
      records.add(handle(lsn, 100));
    }
    PartitionFacts facts = new PartitionFacts(version, version * 10, version == 30);
    return new PartitionPart(partition, partitions, whole, version, log, records, facts);
  }

  static LogHandle handle(long lsn, int lengthBytes) {
    return new LogHandle(lsn, 1, lsn * 100, lengthBytes, 7);
  }
}
