package io.holdfast.inspection.mend;

import io.holdfast.inspection.Content;
import io.holdfast.inspection.LogKind;
import io.holdfast.inspection.Text;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogInspector;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.TailMark;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import java.util.ArrayList;
import java.util.List;

/**
 * Works out how a log that is no application's can be made sound. Nobody knows what its records
 * mean, so it is kept up to the first one that is lost. Changes nothing.
 */
public final class LogMending {
  private LogMending() {}

  /**
   * Works it out.
   *
   * @param storage the log's directory
   * @throws UnmendableException if it has no segment that says which log it is
   */
  public static MendPlan repair(Storage storage) {
    Draft draft = new Draft(storage);
    LogInspector inspector = LogInspector.of(draft, "", null, 0);
    LogId id =
        inspector.segments().stream()
            .flatMap(name -> inspector.header(name).stream())
            .map(SegmentHeader::logId)
            .findFirst()
            .orElseThrow(
                () ->
                    new UnmendableException(
                        storage.location()
                            + " has no segment with a sound header, so nobody knows which log it"
                            + " is. Restore one from a copy."));
    List<Change> changes = new ArrayList<>();
    Healing.heal(draft, "", id, changes::add);
    LogParts parts = LogParts.read(draft, "", id);
    List<LsnRange> runs = parts.runs();
    long first = parts.firstLsn();
    boolean whole = runs.isEmpty() || (runs.size() == 1 && runs.get(0).first() == first);
    long last = runs.isEmpty() || runs.get(0).first() > first ? first - 1 : runs.get(0).last();
    long known = Math.max(parts.lastLsn(), marked(draft));
    Settling.settle(
        draft,
        parts,
        LogKind.UNKNOWN,
        whole ? Long.MAX_VALUE : last,
        new LsnRange(Long.MAX_VALUE, 0));
    if (!draft.changes().isEmpty()) {
      changes.add(new Change("settled", ".", "ends behind LSN " + last + ", sealed"));
    }
    LogScan result = LogScanner.scan(draft, "", id, 0, (segment, frame) -> {});
    result.requireSound();
    Content target =
        Content.of(
                "target", "the log will end at LSN " + last + (known > last ? " of " + known : ""))
            .with("last_lsn", last)
            .with("known_lsn", known);
    return MendPlan.ofLog(draft, changes, target, lost(parts, last, known));
  }

  private static long marked(Storage storage) {
    try {
      return LogInspector.tailMarks(storage, TailMark.FILE_NAME).stream()
          .mapToLong(TailMark::durableLsn)
          .max()
          .orElse(0);
    } catch (StorageException e) {
      return 0;
    }
  }

  private static List<Content> lost(LogParts parts, long last, long known) {
    Content heading = Content.words("\nwhat is lost");
    if (known <= last) {
      return List.of(heading, Content.of("nothing_lost", "  no record that was durable"));
    }
    long readable =
        parts.runs().stream()
            .mapToLong(run -> Math.max(0, run.last() - Math.max(last + 1, run.first()) + 1))
            .sum();
    LsnRange range = new LsnRange(last + 1, known);
    return List.of(
        heading,
        Content.of(
                "lost_records",
                "  "
                    + range
                    + ", "
                    + Text.count(known - last, "record")
                    + ", of which "
                    + readable
                    + " can still be read: 'holdfast export' shows them")
            .with("first_lsn", range.first())
            .with("last_lsn", range.last())
            .with("readable", readable));
  }
}
