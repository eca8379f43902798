package io.holdfast.wal;

import io.holdfast.DriftException;
import io.holdfast.HoldfastException;
import io.holdfast.wal.LogFiles.Link;
import io.holdfast.wal.LogFiles.Segment;
import io.holdfast.wal.LogScan.RecordVisitor;
import io.holdfast.wal.SegmentJudge.Outside;
import io.holdfast.wal.SegmentScanner.CopyChange;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One walk of a scan through one segment. Used once, by one thread. */
final class SegmentPass {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentPass.class);

  private final Storage storage;
  private final Link link;
  private final Outside outside;

  /**
   * What came of it.
   *
   * @param end where the log goes on; null unless this is the newest segment and it is sound
   */
  record Result(SegmentReport report, LogScan.End end) {}

  /** What is done with a segment that was read from more than one copy. */
  @FunctionalInterface
  interface Repair {
    Repair NONE = (path, sound) -> 0;

    int repair(String path, StorageReader sound);
  }

  SegmentPass(Storage storage, Link link, Outside outside) {
    this.storage = storage;
    this.link = link;
    this.outside = outside;
  }

  Result run(RecordVisitor records, long freeSequence, Repair repair) {
    Segment segment = link.segment();
    try (StorageReader reader = storage.open(segment.path())) {
      SegmentScanner scanner =
          new SegmentScanner(reader, segment.header(), SegmentJudge.limit(link));
      ProvenTail tail = new ProvenTail(reader, scanner, outside.proof().lsn());
      try {
        while (scanner.next()) {
          if (scanner.frame().isRecord()) {
            records.record(segment.header().sequence(), scanner.frame());
          }
          tail.passed(scanner.frame());
        }
        SegmentReport report = SegmentJudge.judge(link, scanner, outside);
        boolean sound = report.verdict().sound();
        LogScan.End end =
            sound && link.next() == null ? tail.end(segment, report, freeSequence) : null;
        if (sound && !scanner.copyChanges().isEmpty()) {
          repair(scanner, repair);
        }
        return new Result(report, end);
      } catch (DriftException e) {
        // The visitor's code is not the code for these bytes; of them it says nothing.
        throw e;
      } catch (HoldfastException e) {
        return new Result(SegmentJudge.failed(link, scanner, e), null);
      }
    } catch (StorageException e) {
      return new Result(SegmentReport.lost(segment, e), null);
    }
  }

  private void repair(SegmentScanner scanner, Repair repair) {
    for (CopyChange change : scanner.copyChanges()) {
      LOG.warn(
          "{} offset {}: {}; another copy has it",
          change.location(),
          change.offset(),
          change.reason());
    }
    int replaced = repair.repair(link.segment().path(), new MergedSegment(scanner));
    if (replaced > 0) {
      LOG.warn(
          "{}: {} of its copies replaced by what was verified",
          link.segment().location(),
          replaced);
    }
  }
}
