package io.holdfast.wal.exploration;

import io.holdfast.wal.Frame;
import io.holdfast.wal.LogScan;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a log has been given and what it has promised: the records in the order of their LSNs, of
 * which the first ones are acknowledged and the others may or may not be found after a crash, but
 * only from the front.
 */
final class Promises implements LogScan.RecordVisitor {
  private byte[][] records;
  private int count;
  private int acknowledged;
  private int releasedBelow;

  private int first;
  private int found;
  private String wrong;

  Promises() {
    records = new byte[16][];
  }

  /** The promises as they are now. */
  Promises copy() {
    Promises other = new Promises();
    other.records = records.clone();
    other.count = count;
    other.acknowledged = acknowledged;
    other.releasedBelow = releasedBelow;
    return other;
  }

  /** Number of records, acknowledged or not, since the beginning. */
  int count() {
    return count;
  }

  int acknowledged() {
    return acknowledged;
  }

  /** Whether a crash at any time leaves exactly these records. */
  boolean isSettled() {
    return acknowledged >= count;
  }

  /** A record was handed to the log; returns the LSN that it has to get. */
  int appended(byte[] record) {
    if (count == records.length) {
      records = Arrays.copyOf(records, count * 2);
    }
    records[count++] = record;
    return count;
  }

  /** All records up to this LSN were acknowledged. */
  void acknowledge(int lsn) {
    acknowledged = Math.max(acknowledged, lsn);
  }

  /** A new writer has started behind a scan that found so many; what was not found is gone. */
  void startedBehind(int lastLsn) {
    count = lastLsn;
    acknowledged = lastLsn;
  }

  /** Records below may be gone. */
  void released(int keepFromLsn) {
    releasedBelow = Math.max(releasedBelow, keepFromLsn);
  }

  byte[] record(int lsn) {
    return records[lsn - 1];
  }

  /** Before a scan with this as its visitor. */
  Promises expect() {
    first = 0;
    found = 0;
    wrong = null;
    return this;
  }

  @Override
  public void record(long segment, Frame frame) {
    int lsn = (int) frame.lsn();
    if (found == 0) {
      first = lsn;
      found = lsn - 1;
    }
    found++;
    if (wrong != null) {
      return;
    }
    if (lsn != found) {
      wrong = "LSN " + lsn + " comes where " + found + " is due";
    } else if (lsn > count) {
      wrong = "LSN " + lsn + " was never written, or is of a writer that had been replaced";
    } else if (!ByteBuffer.wrap(records[lsn - 1]).equals(frame.payload())) {
      wrong = "LSN " + lsn + " has other contents than were written";
    }
  }

  /** How many records the last scan has shown to exist, released ones included. */
  int found(LogScan scan) {
    return found == 0 ? (int) scan.lastLsn() : found;
  }

  /** What is wrong with what the last scan has found; null if nothing is. */
  String verdict(LogScan scan) {
    if (wrong != null) {
      return wrong;
    }
    if (scan.lastLsn() != found(scan)) {
      return "the scan says it ends at LSN " + scan.lastLsn() + " but showed LSN " + found;
    }
    if (found(scan) < acknowledged) {
      return "LSN "
          + (found(scan) + 1)
          + " to "
          + acknowledged
          + " were acknowledged and are lost, without a word";
    }
    long begins = found == 0 ? scan.firstLsn() : first;
    if (begins > Math.max(1, releasedBelow) && begins <= acknowledged) {
      return "the log begins at LSN "
          + begins
          + ", but only those below "
          + releasedBelow
          + " were released";
    }
    return null;
  }
}
