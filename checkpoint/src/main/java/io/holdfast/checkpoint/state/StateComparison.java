package io.holdfast.checkpoint.state;

import io.holdfast.wal.FieldWriter;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScanner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares one state in two logs, as the classes of keys and values are now: key by key, and for
 * windows pane by pane. Two values are the same if they are equal or are written in the same way.
 * Both states are kept in memory. Changes nothing; used once, by one thread.
 */
public final class StateComparison {
  private final ValueCodec codec;
  private final int shown;
  private long same;
  private long changed;
  private long onlyThen;
  private long onlyNow;
  private final List<Sample> samples = new ArrayList<>();

  /** Something that differs: its key, or what pane it is in; null where it is not there. */
  public record Sample(String key, Object then, Object now) {}

  /**
   * What differs.
   *
   * @param same keys and rows that are the same in both
   * @param changed keys with other values
   * @param onlyThen keys and rows that only the first has
   * @param onlyNow keys and rows that only the second has
   * @param samples a few of what differs
   */
  public record Result(long same, long changed, long onlyThen, long onlyNow, List<Sample> samples) {
    /** Whether both are the same. */
    public boolean none() {
      return changed == 0 && onlyThen == 0 && onlyNow == 0;
    }
  }

  private StateComparison(ValueCodec codec, int shown) {
    this.codec = codec;
    this.shown = shown;
  }

  /**
   * Compares.
   *
   * @param name of the state
   * @param partitions by which keys are divided
   * @param versions the last batch that counts, in the first and in the second log; 0 for the empty
   *     state
   * @param shown so many differences are told
   * @throws io.holdfast.HoldfastException as {@link StateStore#load}
   */
  public static Result of(
      StateStore.Source then,
      StateStore.Source now,
      String name,
      int partitions,
      ValueCodec codec,
      Versions versions,
      int shown) {
    KeyedState first = load(then, name, partitions, codec, versions.then);
    KeyedState second = load(now, name, partitions, codec, versions.now);
    StateComparison comparison = new StateComparison(codec, shown);
    for (int i = 0; i < partitions; i++) {
      comparison.compare(first.partition(i), second.partition(i));
    }
    return new Result(
        comparison.same,
        comparison.changed,
        comparison.onlyThen,
        comparison.onlyNow,
        comparison.samples);
  }

  /** The versions of two states. */
  public record Versions(long then, long now) {}

  private static KeyedState load(
      StateStore.Source source, String name, int partitions, ValueCodec codec, long version) {
    KeyedState state = new KeyedState(name, partitions);
    String location = source.storage().location() + "/" + source.directory();
    StateChain chain = new StateChain(location);
    LogScan unused = scan(source, chain).requireSound();
    StateLoader loader = new StateLoader(state, codec, location, chain, version);
    unused = scan(source, loader).requireSound();
    loader.end();
    return state;
  }

  private static LogScan scan(StateStore.Source source, LogScan.RecordVisitor visitor) {
    return LogScanner.scan(
        source.storage(), source.directory(), source.logId(), source.provenLsn(), visitor);
  }

  private void compare(StatePartition then, StatePartition now) {
    compare("", then.values().toMap(), now.values().toMap());
    NavigableSet<Long> times = new TreeSet<>(then.panes().keySet());
    times.addAll(now.panes().keySet());
    for (long time : times) {
      Pane first = then.panes().getOrDefault(time, Pane.empty());
      Pane second = now.panes().getOrDefault(time, Pane.empty());
      String pane = "pane " + time;
      compare(pane + " ", first.values(), second.values());
      rows(pane, first.rows(), second.rows());
    }
  }

  private void compare(String prefix, Map<Object, Object> then, Map<Object, Object> now) {
    then.forEach(
        (key, value) -> {
          Object other = now.get(key);
          if (other == null) {
            onlyThen++;
          } else if (Objects.equals(value, other) || Arrays.equals(bytes(value), bytes(other))) {
            same++;
            return;
          } else {
            changed++;
          }
          sample(prefix + key, value, other);
        });
    now.forEach(
        (key, value) -> {
          if (!then.containsKey(key)) {
            onlyNow++;
            sample(prefix + key, null, value);
          }
        });
  }

  /** Rows have no keys: those that are written in the same way are the same. */
  private void rows(String pane, List<Object> then, List<Object> now) {
    Map<String, List<Object>> surplus = new TreeMap<>();
    then.forEach(row -> surplus.computeIfAbsent(text(row), t -> new ArrayList<>()).add(row));
    Map<String, List<Object>> missing = new HashMap<>();
    for (Object row : now) {
      List<Object> others = surplus.get(text(row));
      if (others == null || others.isEmpty()) {
        missing.computeIfAbsent(text(row), t -> new ArrayList<>()).add(row);
      } else {
        Object unused = others.remove(others.size() - 1);
        same++;
      }
    }
    for (List<Object> rows : surplus.values()) {
      onlyThen += rows.size();
      rows.forEach(row -> sample(pane, row, null));
    }
    for (List<Object> rows : missing.values()) {
      onlyNow += rows.size();
      rows.forEach(row -> sample(pane, null, row));
    }
  }

  private void sample(String key, Object then, Object now) {
    if (samples.size() < shown) {
      samples.add(new Sample(key, then, now));
    }
  }

  private byte[] bytes(Object value) {
    FieldWriter out = new FieldWriter(64);
    codec.encode(value, out);
    return out.toByteArray();
  }

  private String text(Object row) {
    return new String(bytes(row), StandardCharsets.ISO_8859_1);
  }
}
