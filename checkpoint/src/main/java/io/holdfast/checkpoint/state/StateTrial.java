package io.holdfast.checkpoint.state;

import io.holdfast.checkpoint.state.StateChain.Item;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScanner;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;

/**
 * Reads a state as a start would, object by object, and keeps none of them: whether all that is
 * stored can be read by the classes of keys and values as they are now. Changes nothing and takes
 * nothing away from a running driver.
 */
public final class StateTrial implements LogScan.RecordVisitor {
  private final ValueCodec codec;
  private final String location;
  private final NavigableMap<Long, Item> chosen;
  private final Map<String, ValueCodec.Reader> readers = new HashMap<>();
  private long entries;

  /**
   * What was read.
   *
   * @param entries changes of keys, rows and panes, from which the state is rebuilt
   * @param converts whether some are written in another way now
   */
  public record Result(long entries, boolean converts) {}

  private StateTrial(ValueCodec codec, String location, NavigableMap<Long, Item> chosen) {
    this.codec = codec;
    this.location = location;
    this.chosen = chosen;
    chosen.values().forEach(this::reader);
  }

  /**
   * Reads a state.
   *
   * @param state its name, for errors
   * @param version the last batch whose changes count; what is there of later ones is read as well,
   *     as a start may need it
   * @throws io.holdfast.HoldfastException as {@link StateStore#load} would
   */
  public static Result read(
      StateStore.Source source, String state, ValueCodec codec, long version) {
    String location = source.storage().location() + "/" + source.directory();
    StateChain chain = new StateChain(location);
    LogScan unused = scan(source, chain).requireSound();
    NavigableMap<Long, Item> chosen = chain.leadingTo(version, state);
    chosen.putAll(chain.above(version));
    StateTrial trial = new StateTrial(codec, location, chosen);
    unused = scan(source, trial).requireSound();
    return new Result(
        trial.entries, trial.readers.values().stream().anyMatch(ValueCodec.Reader::converts));
  }

  private static LogScan scan(StateStore.Source source, LogScan.RecordVisitor visitor) {
    return LogScanner.scan(
        source.storage(), source.directory(), source.logId(), source.provenLsn(), visitor);
  }

  private ValueCodec.Reader reader(Item item) {
    return readers.computeIfAbsent(item.classes().text(), codec::reading);
  }

  @Override
  public void record(long segment, Frame record) {
    Item item = StateChain.holding(chosen, record.lsn());
    if (item == null) {
      return;
    }
    ValueCodec.Reader reader = reader(item);
    StateChunk.entries(
        record.payload(),
        location,
        entry -> {
          StateEntry unused = entry.decoded(reader);
          entries++;
        });
  }
}
