package io.holdfast.inspection.check;

import io.holdfast.checkpoint.placed.PlacesChain;
import io.holdfast.checkpoint.placed.PlacesRecord;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogScan;
import java.util.Locale;

/** Reads a log of places as a start would, and counts. Used by one thread. */
final class PlacesLogCheck implements LogScan.RecordVisitor {
  private final String location;
  private final PlacesChain chain;
  private long batches;
  private long alls;
  private long parts;

  /**
   * @param location of the log, for errors
   */
  PlacesLogCheck(String location) {
    this.location = location;
    this.chain = new PlacesChain(location);
  }

  @Override
  public void record(long segment, Frame frame) {
    PlacesRecord record = PlacesRecord.decode(frame.payload(), location + " LSN " + frame.lsn());
    batches += record.isOfBatch() ? 1 : 0;
    alls += record.isOfBatch() ? 0 : 1;
    parts += record.parts().size();
    chain.record(segment, frame);
  }

  /** What leads where. */
  PlacesChain chain() {
    return chain;
  }

  /** What was seen, for people. */
  String describe() {
    return String.format(
        Locale.ROOT, "batches %,d, records of everything %,d, parts %,d", batches, alls, parts);
  }
}
