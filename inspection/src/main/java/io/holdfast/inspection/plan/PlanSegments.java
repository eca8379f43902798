package io.holdfast.inspection.plan;

import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.recovery.RecoveryPlan;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Table;
import io.holdfast.inspection.Text;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.storage.StoragePath;
import java.util.Optional;

/** The new segments of a start, with what is written again and what is cut off. */
final class PlanSegments {
  private PlanSegments() {}

  static void show(StartPlan plan, RecoveryPlan recovery, PlanContents.Steps out) {
    out.step(Content.words("begin a new segment in each log"));
    Table table =
        Table.of("      ", "log", "new segment", ">from LSN", "written anew first", "cut off");
    plan.states().forEach(start -> segment(table, start.scan()));
    segment(table, recovery.journal());
    recovery.dataLogs().values().forEach(log -> segment(table, log));
    if (!recovery.dataLogs().containsKey(ApplicationLayout.SHARED_DATA_LOG)) {
      String directory = ApplicationLayout.dataLog(ApplicationLayout.SHARED_DATA_LOG);
      table.row(segment(directory, 1, 1, 0, 0), directory, SegmentHeader.fileName(1), 1, "-", "-");
    }
    table.forEach(out);
  }

  private static Content segment(
      String directory, long segment, long lsn, long unproven, long tornBytes) {
    return Content.of("plan_segment", "")
        .with("directory", directory)
        .with("segment", segment)
        .with("first_lsn", lsn)
        .with("rewritten_records", unproven)
        .with("torn_bytes", tornBytes);
  }

  private static void segment(Table table, LogScan log) {
    long first = log.lastLsn() - log.unprovenRecords() + 1;
    Optional<LogScan.Torn> torn = log.torn();
    Content content =
        segment(
                log.directory(),
                log.nextSegment(),
                first,
                log.unprovenRecords(),
                torn.map(LogScan.Torn::lengthBytes).orElse(0L))
            .with("rewritten_bytes", log.unprovenBytes())
            .with("torn_kept_as", torn.map(LogScan.Torn::keptAs).orElse(""));
    table.row(
        content,
        log.directory(),
        SegmentHeader.fileName(log.nextSegment()),
        first,
        log.unprovenRecords() == 0
            ? "-"
            : Text.count(log.unprovenRecords(), "record")
                + ", "
                + Text.bytes(log.unprovenBytes())
                + ", valid but not proven",
        torn.map(
                cut ->
                    Text.bytes(cut.lengthBytes())
                        + " of "
                        + StoragePath.name(cut.path())
                        + " from offset "
                        + cut.offset()
                        + ", kept as "
                        + StoragePath.name(cut.keptAs()))
            .orElse("-"));
  }
}
