package io.holdfast.engine.journal;

import io.holdfast.source.SourceRange;
import io.holdfast.wal.LogHandle;
import java.io.Serializable;

/** Where the records of a block are to be had when its batch runs, and runs again. */
public sealed interface BlockLocation extends Serializable {

  /** Serialized size; for what lies in a source its estimate. */
  long lengthBytes();

  /**
   * In a data log: survives whatever the log survives.
   *
   * @param log name of the data log; several streams may share one
   * @param handle where it lies in that log
   */
  record InLog(String log, LogHandle handle) implements BlockLocation {
    @Override
    public long lengthBytes() {
      return handle.lengthBytes();
    }
  }

  /** Nowhere but in its source, which gives the same records again for the same range. */
  record InSource(SourceRange range) implements BlockLocation {
    @Override
    public long lengthBytes() {
      return range.lengthBytes();
    }
  }

  /**
   * Nowhere but in the memory of a driver: gone with it.
   *
   * @param epoch of that driver
   */
  record InMemory(long epoch, long lengthBytes) implements BlockLocation {}
}
