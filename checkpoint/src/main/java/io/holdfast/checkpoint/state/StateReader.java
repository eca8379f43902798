package io.holdfast.checkpoint.state;

import io.holdfast.checkpoint.state.StateChain.Item;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.storage.Storage;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;

/**
 * Reads a state at a version as it was encoded, without the classes of its keys and values, to
 * compare it with another one. Changes nothing. Panes of windows are left out: what is in which
 * depends on where batches were cut.
 */
public final class StateReader implements LogScan.RecordVisitor {
  private final String location;
  private final NavigableMap<Long, Item> chosen;
  private final Map<ByteBuffer, ByteBuffer> entries = new HashMap<>();

  private StateReader(String location, NavigableMap<Long, Item> chosen) {
    this.location = location;
    this.chosen = chosen;
  }

  /**
   * Reads a state.
   *
   * @param directory of its log
   * @param version the batch after which it is wanted; 0 for the empty state
   * @return encoded keys and values; all of it is kept in memory
   * @throws io.holdfast.NotReplayableException if the log does not lead to the version
   * @throws io.holdfast.HoldfastException if the log is damaged
   */
  public static Map<ByteBuffer, ByteBuffer> read(
      Storage storage, String directory, LogId logId, long version) {
    String location = storage.location() + "/" + directory;
    StateChain chain = new StateChain(location);
    LogScan unused = LogScanner.scan(storage, directory, logId, 0, chain).requireSound();
    StateReader reader = new StateReader(location, chain.leadingTo(version, directory));
    unused = LogScanner.scan(storage, directory, logId, 0, reader).requireSound();
    return reader.entries;
  }

  @Override
  public void record(long segment, Frame record) {
    Item item = StateChain.holding(chosen, record.lsn());
    if (item == null) {
      return;
    }
    StateChunk.entries(record.payload(), location, this::apply);
  }

  private void apply(EncodedEntry entry) {
    switch (entry.kind()) {
      case REMOVED -> entries.remove(copy(entry.key()));
      case SET, TOUCHED -> entries.put(copy(entry.key()), copy(entry.value()));
      case PANE_VALUE, PANE_ROW, EVICTED -> {}
    }
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
    return copy.put(bytes.duplicate()).flip();
  }
}
