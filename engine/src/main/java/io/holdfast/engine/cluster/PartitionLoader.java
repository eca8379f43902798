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

  private record Known(long version, Places places) {}

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
    Places places = places(state, version);
    List<Placed> all = places.parts().values().stream().flatMap(List::stream).toList();
    boolean own = all.stream().allMatch(placed -> placed.part().partitions() == partitions);
    String location = storage.location() + "/" + ApplicationLayout.DATA;
    for (Placed placed : all) {
      if (!own || placed.part().partition() == partition) {
        ValueCodec.Reader reader = codec.reading(placed.classes());
        for (LogHandle handle : placed.part().records()) {
          String log = placed.part().log();
          ByteBuffer record = records.read(log, handle);
          if (own) {
            store.load(record, location + "/" + log, reader);
          } else {
            store.loadShare(record, location + "/" + log, reader);
          }
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
  private synchronized Places places(String state, long version) {
    Known before = known.get(state);
    if (before != null && before.version == version) {
      return before.places;
    }
    String directory = ApplicationLayout.placesLog(state);
    PlacesChain chain = new PlacesChain(storage.location() + "/" + directory);
    LogScanner.scan(storage, directory, ApplicationLayout.logId(application, directory), 0, chain)
        .requireSound();
    Places places = chain.leadingTo(version, state);
    known.put(state, new Known(version, places));
    return places;
  }
}
