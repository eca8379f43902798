package io.holdfast.inspection.check;

import io.holdfast.inspection.ExecutorRecords;
import io.holdfast.inspection.Text;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogScan;

/** Counts what lies in a log of an executor. Used by one thread. */
final class ExecutorRecordCount implements LogScan.RecordVisitor {
  private long blocks;
  private long chunks;

  @Override
  public void record(long segment, Frame frame) {
    if (ExecutorRecords.isChunk(frame.payload())) {
      chunks++;
    } else {
      blocks++;
    }
  }

  /** What was seen, for people. */
  String describe() {
    return Text.count(blocks, "block") + ", " + Text.count(chunks, "chunk") + " of states";
  }
}
