package io.holdfast.inspection;

import io.holdfast.HoldfastException;
import io.holdfast.checkpoint.state.StateChunk;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What lies in the log of an executor: blocks, and chunks of states. Nothing in it says which. */
public final class ExecutorRecords {
  private static final int LONGEST_VERSION_BITS = 48;
  private static final int CLASSES = 3;

  private ExecutorRecords() {}

  /**
   * Whether a record is a chunk of a state, as {@code docs/formats/places.md} tells them apart: its
   * version is a time, and it ends with its last entry. Otherwise it is a block.
   */
  public static boolean isChunk(ByteBuffer record) {
    ByteBuffer bytes = record.slice().order(ByteOrder.LITTLE_ENDIAN);
    boolean known = bytes.remaining() > Long.BYTES && bytes.get(0) > 0 && bytes.get(0) < CLASSES;
    if (!known || bytes.getLong(1) >>> LONGEST_VERSION_BITS != 0) {
      return false;
    }
    try {
      StateChunk.entries(record, "a record", entry -> {});
      return true;
    } catch (HoldfastException e) {
      return false;
    }
  }
}
