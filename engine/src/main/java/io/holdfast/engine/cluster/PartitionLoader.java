package io.holdfast.engine.cluster;

import io.holdfast.checkpoint.placed.PlacesChain;
import io.holdfast.checkpoint.placed.PlacesChain.Places;
import io.holdfast.checkpoint.placed.PlacesRecord.Placed;
import io.holdfast.checkpoint.state.PartitionStore;
import io.holdfast.checkpoint.state.ValueCodec;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.wal.LogHandle;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.storage.Storage;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Loads partitions of states at the versions that their drivers have made durable, wherever their
 * parts lie. Any thread; reads only.
 */
public final class PartitionLoader {
  private final Storage storage;
  private final UUID application;
  private final long epoch;
  private final ValueCodec codec;
  private final Records records;
  private final Map<String, Known> known = new HashMap<>();

  /** Reads a record of a data log, verified. */
  @FunctionalInterface
  public interface Records {
    ByteBuffer read(String log, LogHandle handle);
  }

  /**
   * What leads to a version of a state.
   *
   * @param own whether each partition has written its own parts, for as many as there are now
   */
  private record Known(long version, int partitions, boolean own, Places places) {

    /** What has to be read for a partition. */
    List<Placed> parts(int partition) {
      return own
          ? places.parts().getOrDefault(partition, List.of())
          : places.parts().values().stream().flatMap(List::stream).toList();
    }
  }

  /**
   * A loader.
   *
   * @param storage the application's directory
   * @param epoch of the driver
   */
  public PartitionLoader(
      Storage storage, UUID application, long epoch, ValueCodec codec, Records records) {
    this.storage = storage;
    this.application = application;
    this.epoch = epoch;
    this.codec = codec;
    this.records = records;
  }

  /**
   * Loads a partition.
   *
   * @throws io.holdfast.HoldfastException if something of it is missing or damaged
   */
  public PartitionStore load(String state, int partition, int partitions, long version) {
    PartitionStore store = new PartitionStore(state, partition, partitions, codec, epoch);
    Known leading = leading(state, partitions, version);
    Map<String, ValueCodec.Reader> readers = new HashMap<>();
    for (Placed placed : leading.parts(partition)) {
      ValueCodec.Reader reader = readers.computeIfAbsent(placed.classes(), codec::reading);
      String log = placed.part().log();
      String location = storage.location() + "/" + ApplicationLayout.dataLog(log);
      for (LogHandle handle : placed.part().records()) {
        ByteBuffer record = records.read(log, handle);
        if (leading.own()) {
          store.load(record, location, reader);
        } else {
          store.loadShare(record, location, reader);
        }
      }
    }
    store.loaded(version);
    return store;
  }

  /** A copy of a value. */
  Object copy(Object value) {
    return new PartitionStore("", 0, 1, codec, epoch).look().copy(value);
  }

  /** Partitions of a state are asked for one after the other: its log is read once for all. */
  private synchronized Known leading(String state, int partitions, long version) {
    Known before = known.get(state);
    if (before != null && before.version == version && before.partitions == partitions) {
      return before;
    }
    String directory = ApplicationLayout.placesLog(state);
    PlacesChain chain = new PlacesChain(storage.location() + "/" + directory);
    LogScanner.scan(storage, directory, ApplicationLayout.logId(application, directory), 0, chain)
        .requireSound();
    Places places = chain.leadingTo(version, state);
    boolean own =
        places.parts().values().stream()
            .flatMap(List::stream)
            .allMatch(placed -> placed.part().partitions() == partitions);
    Known now = new Known(version, partitions, own, places);
    known.put(state, now);
    return now;
  }
}
