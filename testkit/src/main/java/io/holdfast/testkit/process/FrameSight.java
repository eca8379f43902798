package io.holdfast.testkit.process;

import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.storage.StorageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;

/**
 * Reads the frames of one log segment as they are written, as far as it takes to know what records
 * are: docs/formats/log.md, journal.md and state.md. A frame may come in several writes. Used by
 * the thread that writes.
 */
final class FrameSight {
  private static final int FRAME_HEADER_BYTES = 40;
  private static final int MAGIC = 0x31524648;
  private static final int LENGTH_OFFSET = 8;
  private static final int TYPE_OFFSET = 12;
  private static final byte DATA = 1;
  private static final int ALIGNMENT = 8;

  /** As much of a payload as it takes to know what it is. */
  private static final int PAYLOAD_BYTES = 34;

  private static final int STATE_DELTA = 1;
  private static final int LAST_PART_OFFSET = 29;

  private final LogPlace place;
  private final ByteBuffer head =
      ByteBuffer.allocate(FRAME_HEADER_BYTES + PAYLOAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long skip = SegmentHeader.BYTES;
  private int wanted = FRAME_HEADER_BYTES;

  FrameSight(LogPlace place) {
    this.place = place;
  }

  /** Which milestones a force of these bytes reaches; the buffers are left as they are. */
  Set<Milestone> milestonesOf(ByteBuffer... written) {
    Set<Milestone> found = EnumSet.noneOf(Milestone.class);
    for (ByteBuffer bytes : written) {
      read(bytes.duplicate(), found);
    }
    return found;
  }

  private void read(ByteBuffer bytes, Set<Milestone> found) {
    while (bytes.hasRemaining()) {
      if (skip > 0) {
        int step = (int) Math.min(skip, bytes.remaining());
        bytes.position(bytes.position() + step);
        skip -= step;
      } else {
        head.put(bytes.get());
        if (head.position() == wanted) {
          headIsThere(found);
        }
      }
    }
  }

  private void headIsThere(Set<Milestone> found) {
    if (head.getInt(0) != MAGIC) {
      throw new StorageException(
          "The testkit does not know the format of what is written to the "
              + place.component()
              + ": use a testkit of the engine's version.",
          null);
    }
    int length = head.getInt(LENGTH_OFFSET);
    int full = FRAME_HEADER_BYTES + Math.min(length, PAYLOAD_BYTES);
    if (wanted < full) {
      wanted = full;
      return;
    }
    if (head.get(TYPE_OFFSET) == DATA) {
      place
          .log()
          .milestoneOf(head.slice(FRAME_HEADER_BYTES, full - FRAME_HEADER_BYTES))
          .ifPresent(found::add);
    }
    long padded = (length + (long) ALIGNMENT - 1) & -ALIGNMENT;
    skip = padded - (full - FRAME_HEADER_BYTES);
    wanted = FRAME_HEADER_BYTES;
    head.clear();
  }

  /** Whether the first bytes of a record of a state say that it completes a delta. */
  static boolean completesDelta(ByteBuffer record) {
    return record.remaining() > LAST_PART_OFFSET
        && record.get(0) == STATE_DELTA
        && record.get(LAST_PART_OFFSET) == 1;
  }
}
