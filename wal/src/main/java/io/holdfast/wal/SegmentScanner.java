package io.holdfast.wal;

import io.holdfast.wal.FrameLayout.FrameHeader;
import io.holdfast.wal.FrameProbe.Due;
import io.holdfast.wal.storage.StorageReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks the frames of one segment and stops at the first place where no copy of it has a valid one.
 * It tells where and why, not what that means: the verdict needs evidence from outside. Constant
 * memory; one thread at a time.
 */
final class SegmentScanner {
  /** Why a scan has stopped. */
  enum Stop {
    /** At the limit that was asked for, or exactly at the end of the file. */
    END,
    /** Nothing but zeros follows. */
    ZEROS,
    /** Bytes follow that are no valid frame. */
    BAD_FRAME
  }

  private static final int MAX_WAITS = 16;

  private final List<FrameProbe> copies = new ArrayList<>(1);
  private final SegmentHeader header;
  private final SegmentStatistics.Counter counter = new SegmentStatistics.Counter();
  private int current;
  private Due due;
  private boolean sealed;
  private long watermark;
  private Frame frame;
  private Stop stop;
  private int waits;
  private final List<CopyChange> changes = new ArrayList<>(0);

  /**
   * From an offset on the segment was read from another copy.
   *
   * @param location of the copy that has no valid frame there
   */
  record CopyChange(long offset, int copy, String location, String reason) {}

  /**
   * @param limit where the log leaves this segment according to the next one, {@link
   *     Long#MAX_VALUE} if unknown
   */
  SegmentScanner(StorageReader reader, SegmentHeader header, long limit) {
    this.header = header;
    for (StorageReader copy : reader.copies()) {
      copies.add(new FrameProbe(copy, header, limit));
    }
    if (copies.size() > 1) {
      startWithWholeHeader();
    }
    this.due = firstDue(header);
    this.watermark = header.durableThroughLsn();
  }

  /** As if everything before {@code due} had been walked. */
  SegmentScanner(StorageReader reader, SegmentHeader header, long limit, Due due) {
    this(reader, header, limit);
    this.due = due;
  }

  /** The first frame of a segment. */
  static Due firstDue(SegmentHeader header) {
    return new Due(SegmentHeader.BYTES, header.firstLsn() - 1, header.predecessor().lastFrameCrc());
  }

  /** The frame behind the last that was walked. */
  Due due() {
    return due;
  }

  private void startWithWholeHeader() {
    for (int i = 0; i < copies.size(); i++) {
      StorageReader copy = copies.get(i).reader();
      if (SegmentHeader.isAt(copy, header)) {
        current = i;
        return;
      }
      changes.add(new CopyChange(0, i + 1, copy.location(), "the header does not verify"));
    }
  }

  /** Moves to the next valid frame. */
  boolean next() {
    if (stop != null) {
      return false;
    }
    boolean found = probe();
    while (!found && waits < MAX_WAITS && probed().stop() == Stop.BAD_FRAME && changed()) {
      // A live writer may have gone on since: then it was half a frame.
      waits++;
      found = probe();
    }
    if (!found) {
      stop = worstStop();
      return false;
    }
    accept(probed());
    return true;
  }

  private FrameProbe probed() {
    return copies.get(current);
  }

  private boolean changed() {
    boolean changed = false;
    for (FrameProbe copy : copies) {
      changed |= copy.hasChanged(due);
    }
    return changed;
  }

  /** Tries the copy that was good so far, then the others. */
  private boolean probe() {
    if (probed().read(due)) {
      return true;
    }
    for (int i = 0; i < copies.size(); i++) {
      if (i != current && copies.get(i).read(due)) {
        FrameProbe left = probed();
        changes.add(new CopyChange(due.position(), i, left.reader().location(), reasonOf(left)));
        current = i;
        return true;
      }
    }
    return false;
  }

  private static String reasonOf(FrameProbe probe) {
    return probe.stop() == Stop.END ? "the file ends" : probe.reason();
  }

  private void accept(FrameProbe probe) {
    FrameHeader read = probe.header();
    long lsn = read.lsnDue(due.lastLsn());
    frame =
        new Frame(
            due.position(),
            typeName(read),
            lsn,
            read.durableThroughLsn(),
            probe.payload(),
            read.payloadCrc());
    counter.add(read);
    watermark = Math.max(watermark, read.durableThroughLsn());
    sealed = read.type() == FrameLayout.SEAL;
    due =
        new Due(due.position() + FrameLayout.frameBytes(read.lengthBytes()), lsn, read.headerCrc());
  }

  /** If the copies end in different ways, what has most to be explained counts. */
  private Stop worstStop() {
    for (int i = 0; i < copies.size(); i++) {
      if (copies.get(i).stop() == Stop.BAD_FRAME) {
        current = i;
      }
    }
    return probed().stop();
  }

  SegmentHeader header() {
    return header;
  }

  Frame frame() {
    return frame;
  }

  /** Offset behind the last valid frame. */
  long position() {
    return due.position();
  }

  long lastLsn() {
    return due.lastLsn();
  }

  SegmentStatistics statistics() {
    return counter.statistics();
  }

  /** Checksum of the last valid frame's header. */
  int lastFrameCrc() {
    return due.previousCrc();
  }

  /** The highest durable-through LSN that the segment header or a valid frame so far has named. */
  long watermark() {
    return watermark;
  }

  boolean sealed() {
    return sealed;
  }

  Stop stop() {
    return stop;
  }

  /** What is wrong with the bytes at {@link #position()}, in words. */
  String reason() {
    return probed().reason();
  }

  /** Where another copy had to be taken; empty if one copy had everything. */
  List<CopyChange> copyChanges() {
    return changes;
  }

  /** The copies as a storage keeps them, for {@link MergedSegment}. */
  List<StorageReader> readers() {
    return copies.stream().map(FrameProbe::reader).toList();
  }

  /** The highest watermark that a frame header behind the bad frame names, in any copy. */
  long watermarkBeyond() {
    long best = 0;
    for (FrameProbe copy : copies) {
      best = Math.max(best, copy.watermarkBeyond(position()));
    }
    return best;
  }

  /** The flipped bit that explains the bad frame; null if none does. */
  FlippedBit flippedBit() {
    for (FrameProbe copy : copies) {
      FlippedBit bit = copy.flippedBit(due);
      if (bit != null) {
        return bit;
      }
    }
    return null;
  }

  private static String typeName(FrameHeader header) {
    return switch (header.type()) {
      case FrameLayout.DATA -> "DATA";
      case FrameLayout.MARK -> "MARK";
      case FrameLayout.SEAL -> "SEAL";
      default -> "TYPE_" + (header.type() & 0xFF);
    };
  }
}
