package io.holdfast.inspection.upgrade;

import io.holdfast.engine.journal.Allocation;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Table;
import io.holdfast.inspection.Text;
import io.holdfast.inspection.upgrade.UpgradeRow.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A report on an upgrade for people and programs. */
public final class UpgradeContents {
  private UpgradeContents() {}

  /**
   * Hands out the report, the verdict last.
   *
   * @param job how the job was named
   * @param strict whether other code of functions counts as drift
   */
  public static void of(UpgradeReport report, String job, boolean strict, Consumer<Content> out) {
    out.accept(head(report, job));
    table(report.rows()).forEach(out);
    if (!report.notes().isEmpty()) {
      out.accept(Content.words(""));
    }
    for (String note : report.notes()) {
      out.accept(Content.of("upgrade_note", "* " + note).with("text", note));
    }
    out.accept(summary(report, strict));
  }

  private static Content head(UpgradeReport report, String job) {
    DriverState state = report.plan().state();
    long pending = state.pending().size();
    long records = state.pending().stream().mapToLong(Allocation::records).sum();
    String words =
        "application '"
            + report.identity().name()
            + "' in "
            + report.location()
            + "\n  job         "
            + job
            + "\n  checkpoint  "
            + report.plan().checkpointName()
            + "\n  batches     completed through "
            + state.lastCompleted()
            + "; "
            + (pending == 0
                ? "none pending"
                : pending + " pending with " + Text.count(records, "record"))
            + "; "
            + Text.count(state.unallocatedBlocks(), "block")
            + " in none yet\n";
    return Content.of("upgrade_application", words)
        .with("location", report.location())
        .with("application", report.identity().name())
        .with("id", report.identity().id())
        .with("job", job)
        .with("checkpoint", report.plan().checkpointName())
        .with("last_completed", state.lastCompleted().epochMillis())
        .with("pending_batches", pending)
        .with("pending_records", records)
        .with("unallocated_blocks", state.unallocatedBlocks());
  }

  private static Table table(List<UpgradeRow> rows) {
    Table table = Table.of("", "what", "name", "then", "now", "verdict", "a start would");
    for (UpgradeRow row : rows) {
      Content content =
          Content.of("upgrade_row", "")
              .with("thing", row.thing())
              .with("name", row.name())
              .with("then", row.before())
              .with("now", row.now())
              .with("verdict", word(row.verdict()))
              .with("refuses", row.verdict().refuses())
              .with("action", row.action())
              .with("detail", row.words());
      boolean code = row.thing().equals("function");
      table.row(
          content,
          row.thing(),
          Text.printable(row.name()),
          Text.printable(code ? simple(row.before()) : row.before()),
          Text.printable(code ? simple(row.now()) : row.now()),
          word(row.verdict()),
          row.action());
    }
    return table;
  }

  /** The name of a class or of a method in one, without its package. */
  private static String simple(String name) {
    return name.replaceFirst("^(?:[a-z_][A-Za-z0-9_]*\\.)+", "");
  }

  private static Content summary(UpgradeReport report, boolean strict) {
    Map<Verdict, Long> counts =
        report.rows().stream()
            .collect(
                Collectors.groupingBy(UpgradeRow::verdict, TreeMap::new, Collectors.counting()));
    String counted =
        counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + word(entry.getKey()))
            .collect(Collectors.joining(", "));
    boolean driftCounts = strict && !report.refused() && report.exitCode(true).code() != 0;
    String words =
        "\n"
            + counted
            + ".\nStreamingContext.getOrCreate: "
            + (report.refused()
                ? "refused; nothing would be started or changed"
                : "would go on" + (driftCounts ? ", but --strict counts other code as drift" : ""))
            + ".\nStreamingContext.recover: "
            + (report.recover().isEmpty()
                ? "would go on."
                : "refused; " + firstLine(report.recover()));
    return Content.of("upgrade_summary", words)
        .with("rows", report.rows().size())
        .with("refused", report.refused())
        .with("drifted", report.drifted())
        .with("recover", report.recover())
        .with("exit_code", report.exitCode(strict).code());
  }

  private static String firstLine(String text) {
    String line = text.lines().findFirst().orElse("");
    return line.endsWith(":") ? line.substring(0, line.length() - 1) + "." : line;
  }

  private static String word(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }
}
