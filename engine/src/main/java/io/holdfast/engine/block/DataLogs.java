package io.holdfast.engine.block;

import io.holdfast.engine.journal.BlockLocation.InLog;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.runtime.Closing;
import io.holdfast.wal.WriteAheadLog;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The data logs of a driver by name. Streams that share one share its forces. Blocks of earlier
 * drivers may lie in logs that no stream writes to any more; they are read from there. Any thread.
 */
public final class DataLogs implements AutoCloseable {
  private final Map<String, WriteAheadLog> logs;

  public DataLogs(Map<String, WriteAheadLog> logs) {
    this.logs = Map.copyOf(new TreeMap<>(logs));
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
    return log(place.log()).read(place.handle());
  }

  @Override
  public void close() {
    Closing.all(logs.values().stream().map(log -> log::close));
  }
}
