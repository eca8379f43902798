package io.holdfast.inspection.diff;

import io.holdfast.inspection.Content;
import io.holdfast.inspection.Table;
import io.holdfast.inspection.Text;
import java.util.Locale;
import java.util.function.Consumer;

/** Shows what two versions of a state differ in. */
final class StateDiffContents {
  private StateDiffContents() {}

  static void of(String name, long was, long is, StateDiff.Result result, Consumer<Content> out) {
    out.accept(counts(name, was, is, result));
    Table table = Table.of("  ", "", "key", ">bytes were", ">are", "value was", "is");
    for (StateDiff.Row row : result.rows()) {
      String change = row.change().name().toLowerCase(Locale.ROOT);
      table.row(
          Content.of("diff_entry", "")
              .with("state", name)
              .with("change", change)
              .with("key", row.key())
              .with("key_hex", row.keyHex())
              .with("was", row.oldValue())
              .with("is", row.newValue())
              .with("from_bytes", row.oldBytes())
              .with("to_bytes", row.newBytes()),
          change,
          row.key(),
          row.change() == StateDiff.Change.ADDED ? "-" : row.oldBytes(),
          row.change() == StateDiff.Change.REMOVED ? "-" : row.newBytes(),
          row.change() == StateDiff.Change.ADDED ? "-" : row.oldValue(),
          row.change() == StateDiff.Change.REMOVED ? "-" : row.newValue());
    }
    table.forEach(out);
    long more = result.added() + result.changed() + result.removed() - result.rows().size();
    if (more > 0) {
      out.accept(Content.words("  and " + Text.count(more, "more key") + "; see --limit"));
    }
  }

  private static Content counts(String name, long was, long is, StateDiff.Result result) {
    StringBuilder words =
        new StringBuilder("\nstate '")
            .append(Text.printable(name))
            .append("' from batch ")
            .append(was == 0 ? "none" : was)
            .append(" to batch ")
            .append(is == 0 ? "none" : is)
            .append("\n  keys ")
            .append(String.format(Locale.ROOT, "%,d to %,d", result.oldKeys(), result.newKeys()))
            .append(
                String.format(
                    Locale.ROOT,
                    ": %,d added, %,d changed, %,d removed",
                    result.added(),
                    result.changed(),
                    result.removed()));
    if (!result.sameClasses()) {
      words.append("\n  written with other classes, so the same value may be other bytes");
    }
    if (result.inPanes() > 0) {
      words
          .append("\n  not compared: ")
          .append(Text.count(result.inPanes(), "entry").replace("entrys", "entries"))
          .append(" in panes of windows");
    }
    return Content.of("diff_state", words.toString())
        .with("state", name)
        .with("from_version", was)
        .with("to_version", is)
        .with("from_keys", result.oldKeys())
        .with("to_keys", result.newKeys())
        .with("added", result.added())
        .with("changed", result.changed())
        .with("removed", result.removed())
        .with("pane_entries", result.inPanes())
        .with("same_classes", result.sameClasses());
  }
}
