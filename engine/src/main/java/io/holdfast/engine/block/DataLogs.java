package io.holdfast.engine.block;

import io.holdfast.engine.journal.BlockLocation.InLog;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.runtime.Closing;
import io.holdfast.wal.ForeignLog;
import io.holdfast.wal.LogHandle;
import io.holdfast.wal.WriteAheadLog;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The data logs of a driver by name. Streams that share one share its forces. Blocks of earlier
 * drivers may lie in logs that no stream writes to any more; they are read from there. Any thread.
 */
public final class DataLogs implements AutoCloseable {
  private final Map<String, WriteAheadLog> logs;
  private final Map<String, Foreign> foreign = new ConcurrentHashMap<>();
  private final Function<String, ForeignLog> opening;

  /** A log of another process, and how far it is known durable. */
  private record Foreign(ForeignLog log, AtomicLong durableLsn, boolean ended) {}

  /**
   * The logs of a driver.
   *
   * @param opening opens a log that another process writes
   */
  public DataLogs(Map<String, WriteAheadLog> logs, Function<String, ForeignLog> opening) {
    this.logs = Map.copyOf(new TreeMap<>(logs));
    this.opening = opening;
  }

  /** A log that another process has written for an earlier driver. */
  public void ended(String name, long durableLsn) {
    foreign.put(name, new Foreign(opening.apply(name), new AtomicLong(durableLsn), true));
  }

  /** Another process has made its log durable so far. */
  public void reported(String name, long durableLsn) {
    foreign
        .computeIfAbsent(name, n -> new Foreign(opening.apply(n), new AtomicLong(), false))
        .durableLsn()
        .accumulateAndGet(durableLsn, Math::max);
  }

  /** How far the logs of other processes are known durable, by name. */
  public Map<String, Long> foreign() {
    Map<String, Long> durable = new TreeMap<>();
    foreign.forEach((name, log) -> durable.put(name, log.durableLsn().get()));
    return durable;
  }

  /** Deletes what nobody needs of a log; the caller has journaled it. */
  public void release(String name, long keepFromLsn) {
    if (has(name)) {
      log(name).release(keepFromLsn);
      return;
    }
    Foreign other = foreign.get(name);
    if (other != null && other.ended() && keepFromLsn > other.durableLsn().get()) {
      foreign.remove(name);
      other.log().delete();
    } else if (other != null) {
      other.log().release(keepFromLsn);
    }
  }

  /** A log by name. */
  public WriteAheadLog log(String name) {
    WriteAheadLog log = logs.get(name);
    if (log == null) {
      throw new IllegalArgumentException("There is no data log '" + name + "', but " + names());
    }
    return log;
  }

  public Collection<String> names() {
    return new TreeMap<>(logs).keySet();
  }

  /** Whether there is a log of that name. */
  public boolean has(String name) {
    return logs.containsKey(name);
  }

  /**
   * The bytes of a block, verified.
   *
   * @throws IllegalArgumentException if it lies in none of these logs
   */
  public ByteBuffer read(ReceivedBlock block) {
    InLog place =
        block
            .inLog()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Block " + block.stream() + "/" + block.sequence() + " lies in no log"));
    return read(place.log(), place.handle());
  }

  /** The bytes of a record of any of the logs, verified. */
  public ByteBuffer read(String name, LogHandle handle) {
    Foreign other = foreign.get(name);
    return other == null ? log(name).read(handle) : other.log().read(handle);
  }

  @Override
  public void close() {
    Closing.all(
        Stream.concat(
            logs.values().stream().<Runnable>map(log -> log::close),
            foreign.values().stream().<Runnable>map(other -> other.log()::close)));
  }
}
