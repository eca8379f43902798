package io.holdfast.inspection.diff;

import io.holdfast.engine.checkpointing.LogPositions.Position;
import io.holdfast.engine.journal.ReceivedBlockTracker;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Table;
import io.holdfast.inspection.Text;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** How far logs and streams have come between two checkpoints. */
final class PlacesDiff {
  private final DiffSide older;
  private final DiffSide newer;
  private long differences;

  PlacesDiff(DiffSide older, DiffSide newer) {
    this.older = older;
    this.newer = newer;
  }

  /**
   * Hands out a title and a table for each.
   *
   * @return how many lines there are
   */
  long show(BiConsumer<String, Table> out) {
    out.accept("positions in the logs", positions());
    out.accept("streams", streams());
    return differences;
  }

  private Table positions() {
    Set<String> logs = new TreeSet<>(older.positions().logs().keySet());
    logs.addAll(newer.positions().logs().keySet());
    Table table =
        Table.of("  ", "log", ">durable LSN was", ">is", ">records between", ">needed from", ">is");
    for (String log : logs) {
      Position was = older.positions().logs().getOrDefault(log, new Position(0, 1));
      Position is = newer.positions().logs().getOrDefault(log, new Position(0, 1));
      if (!was.equals(is)) {
        differences++;
        table.row(
            Content.of("diff_position", "")
                .with("log", log)
                .with("from_durable_lsn", was.durableLsn())
                .with("to_durable_lsn", is.durableLsn())
                .with("records", is.durableLsn() - was.durableLsn())
                .with("from_needed_lsn", was.neededFromLsn())
                .with("to_needed_lsn", is.neededFromLsn()),
            Text.printable(log),
            was.durableLsn(),
            is.durableLsn(),
            is.durableLsn() - was.durableLsn(),
            was.neededFromLsn(),
            is.neededFromLsn());
      }
    }
    return table;
  }

  private Table streams() {
    Map<String, ReceivedBlockTracker> was = older.state().trackers();
    Map<String, ReceivedBlockTracker> is = newer.state().trackers();
    Set<String> names = new TreeSet<>(was.keySet());
    names.addAll(is.keySet());
    Table table =
        Table.of("  ", "stream", ">blocks between", ">not in a batch was", ">is", "source");
    for (String name : names) {
      long blocks = sequence(is.get(name)) - sequence(was.get(name));
      Map<String, Long> before = offsets(was.get(name));
      Map<String, Long> now = offsets(is.get(name));
      int waited = waiting(was.get(name));
      int waits = waiting(is.get(name));
      if (blocks != 0 || !before.equals(now) || waited != waits) {
        differences++;
        table.row(
            Content.of("diff_stream", "")
                .with("stream", name)
                .with("blocks", blocks)
                .with("from_unallocated_blocks", waited)
                .with("to_unallocated_blocks", waits)
                .with("from_source_offsets", before)
                .with("to_source_offsets", now),
            Text.printable(name),
            blocks,
            waited,
            waits,
            moved(before, now));
      }
    }
    return table;
  }

  private static long sequence(ReceivedBlockTracker tracker) {
    return tracker == null ? 0 : tracker.lastSequence();
  }

  private static int waiting(ReceivedBlockTracker tracker) {
    return tracker == null ? 0 : tracker.unallocatedCount();
  }

  private static Map<String, Long> offsets(ReceivedBlockTracker tracker) {
    return tracker == null ? Map.of() : tracker.durableOffsets();
  }

  private static String moved(Map<String, Long> before, Map<String, Long> now) {
    Set<String> partitions = new TreeSet<>(before.keySet());
    partitions.addAll(now.keySet());
    return partitions.stream()
        .filter(p -> !before.getOrDefault(p, -1L).equals(now.getOrDefault(p, -1L)))
        .map(
            p ->
                Text.printable(p)
                    + " "
                    + before.getOrDefault(p, 0L)
                    + " to "
                    + now.getOrDefault(p, 0L))
        .collect(Collectors.joining(", "));
  }
}
