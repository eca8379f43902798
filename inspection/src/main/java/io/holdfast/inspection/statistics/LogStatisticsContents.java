package io.holdfast.inspection.statistics;

import io.holdfast.inspection.Content;
import io.holdfast.inspection.Table;
import io.holdfast.inspection.Text;
import io.holdfast.wal.SegmentStatistics;
import io.holdfast.wal.storage.StoragePath;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Shows counts over frames, forces, deltas and snapshots. */
final class LogStatisticsContents {
  private LogStatisticsContents() {}

  static void show(List<LogStatistics> logs, Consumer<Content> out) {
    Table frames =
        Table.of(
            "  ",
            "log",
            ">segments",
            "made from",
            "to",
            ">records",
            ">marks",
            ">seals",
            ">others",
            ">payload",
            ">framing",
            ">of the log",
            ">behind its end");
    Table sizes =
        Table.of(
            "  ",
            "log",
            ">record min",
            ">median",
            ">p99",
            ">max",
            ">records a force: min",
            ">median",
            ">p99",
            ">max",
            ">mean");
    for (LogStatistics log : logs) {
      frames(frames, log);
      sizes(sizes, log);
    }
    out.accept(Content.words("\nframes, all that are there"));
    frames.forEach(out);
    out.accept(Content.words("\nrecords, and how many share a force"));
    sizes.forEach(out);
    out.accept(
        Content.words(
            "  Records with the same watermark were written with one force, or with several if the log was not"
                + "\n  forced for each."));
  }

  private static long framing(LogStatistics log) {
    return Math.max(0, log.validBytes() - log.frames().payloadBytes());
  }

  private static void frames(Table table, LogStatistics log) {
    SegmentStatistics frames = log.frames();
    long beyond = Math.max(0, log.lengthBytes() - log.validBytes());
    Content content =
        Content.of("stats_log", "")
            .with("directory", log.directory())
            .with("kind", log.kind().name().toLowerCase(Locale.ROOT))
            .with("segments", log.segments())
            .with("first_created_millis", log.firstCreated())
            .with("last_created_millis", log.lastCreated())
            .with("records", frames.records())
            .with("marks", frames.marks())
            .with("seals", frames.seals())
            .with("others", frames.skipped())
            .with("payload_bytes", frames.payloadBytes())
            .with("framing_bytes", framing(log))
            .with("bytes_behind_end", beyond);
    content = StatisticsContents.quantiles(content, "record_bytes", log.recordBytes());
    table.row(
        StatisticsContents.quantiles(content, "records_a_force", log.groups()),
        name(log),
        log.segments(),
        log.segments() == 0 ? "-" : second(log.firstCreated()),
        log.segments() == 0 ? "-" : second(log.lastCreated()),
        StatisticsContents.number(frames.records()),
        StatisticsContents.number(frames.marks()),
        frames.seals(),
        frames.skipped(),
        Text.bytes(frames.payloadBytes()),
        Text.bytes(framing(log)),
        log.validBytes() == 0
            ? "-"
            : String.format(Locale.ROOT, "%.1f %%", framing(log) * 100.0 / log.validBytes()),
        Text.bytes(beyond));
  }

  private static String name(LogStatistics log) {
    return log.directory().isEmpty() ? "." : Text.printable(log.directory());
  }

  private static String second(long millis) {
    return Instant.ofEpochSecond(Math.floorDiv(millis, 1000)).toString();
  }

  private static void sizes(Table table, LogStatistics log) {
    Sketch sizes = log.recordBytes();
    Sketch groups = log.groups();
    boolean none = sizes.count() == 0;
    double mean = none ? 0 : (double) sizes.count() / groups.count();
    table.row(
        Content.words(""),
        name(log),
        none ? "-" : Text.bytes(sizes.smallest()),
        none ? "-" : Text.bytes(sizes.median()),
        none ? "-" : Text.bytes(sizes.p99()),
        none ? "-" : Text.bytes(sizes.largest()),
        groups.smallest(),
        groups.median(),
        groups.p99(),
        groups.largest(),
        none ? "-" : String.format(Locale.ROOT, "%.1f", mean));
  }

  static void states(
      List<LogStatistics> logs, List<StateStatistics> states, Consumer<Content> out) {
    if (states.isEmpty()) {
      return;
    }
    Table table =
        Table.of(
            "  ",
            "state",
            ">deltas",
            ">entries",
            ">bytes",
            ">delta median",
            ">p99",
            ">snapshots",
            ">entries of the last",
            ">bytes",
            ">deltas/snapshots");
    for (int i = 0; i < states.size(); i++) {
      state(table, StoragePath.name(logs.get(i).directory()), states.get(i));
    }
    out.accept(Content.words("\nstates, all deltas and snapshots that are there"));
    table.forEach(out);
  }

  private static void state(Table table, String name, StateStatistics state) {
    Content content =
        Content.of("stats_state", "")
            .with("state", name)
            .with("first_version", state.firstVersion())
            .with("last_version", state.lastVersion())
            .with("deltas", state.deltas())
            .with("delta_entries", state.deltaEntries())
            .with("delta_bytes", state.deltaBytes())
            .with("snapshots", state.snapshots())
            .with("snapshot_entries", state.snapshotEntries())
            .with("snapshot_bytes", state.snapshotBytes())
            .with("last_snapshot_entries", state.lastSnapshotEntries())
            .with("last_snapshot_bytes", state.lastSnapshotBytes());
    boolean none = state.snapshots() == 0;
    table.row(
        StatisticsContents.quantiles(content, "delta_sizes", state.deltaSizes()),
        name.isEmpty() ? "." : Text.printable(name),
        StatisticsContents.number(state.deltas()),
        StatisticsContents.number(state.deltaEntries()),
        Text.bytes(state.deltaBytes()),
        Text.bytes(state.deltaSizes().median()),
        Text.bytes(state.deltaSizes().p99()),
        state.snapshots(),
        none ? "-" : StatisticsContents.number(state.lastSnapshotEntries()),
        none ? "-" : Text.bytes(state.lastSnapshotBytes()),
        none
            ? "-"
            : String.format(
                Locale.ROOT, "%.2f", (double) state.deltaBytes() / state.snapshotBytes()));
  }
}
