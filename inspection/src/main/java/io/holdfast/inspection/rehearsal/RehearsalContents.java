package io.holdfast.inspection.rehearsal;

import io.holdfast.checkpoint.state.StateComparison;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Table;
import io.holdfast.inspection.Text;
import io.holdfast.inspection.rehearsal.RehearsalReport.OutputBatch;
import io.holdfast.inspection.rehearsal.RehearsalReport.Run;
import io.holdfast.inspection.rehearsal.RehearsalReport.StateResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** A report on a rehearsal for people and programs. */
public final class RehearsalContents {
  private static final int LONGEST = 200;
  private static final String NONE = "-";

  private RehearsalContents() {}

  /** Hands out the report, the verdict last. */
  public static void of(RehearsalReport report, Consumer<Content> out) {
    out.accept(head(report));
    Table table =
        Table.of("", "output", ">batch", ">same", ">only then", ">only now", "compared with");
    report.outputs().forEach(batch -> addTo(table, batch));
    table.forEach(out);
    report.outputs().forEach(batch -> rows(batch, out));
    Table states = Table.of("", "state", ">same", ">changed", ">only then", ">only now");
    report.states().forEach(state -> addTo(states, state));
    if (!states.isEmpty()) {
      out.accept(Content.words(""));
    }
    states.forEach(out);
    report.states().forEach(state -> samples(state, out));
    out.accept(summary(report));
  }

  private static Content head(RehearsalReport report) {
    int count = report.batches().size();
    StringBuilder words = new StringBuilder();
    words
        .append("\nrehearsal of ")
        .append(count)
        .append(count < report.asked() ? " of the " + report.asked() + " batches asked for" : "")
        .append(count < report.asked() ? "" : count == 1 ? " batch" : " batches")
        .append(", ")
        .append(report.batches().get(0))
        .append(" to ")
        .append(report.batches().get(count - 1))
        .append(", with ")
        .append(Text.count(report.records(), "record"));
    if (!report.limit().isEmpty()) {
      words.append("\n  fewer because   ").append(report.limit());
    }
    run(words, "new code", report.now(), count);
    report.old().ifPresent(run -> run(words, "old code", run, count));
    Content content =
        Content.of("rehearsal", words.append('\n').toString())
            .with("asked", report.asked())
            .with("batches", report.batches())
            .with("records", report.records())
            .with("limit", report.limit())
            .with("completed", report.now().completed())
            .with("failure", report.now().failure());
    return content
        .with("old_completed", report.old().map(run -> (Object) run.completed()).orElse(null))
        .with("old_failure", report.old().map(run -> (Object) run.failure()).orElse(null));
  }

  private static void run(StringBuilder words, String name, Run run, int batches) {
    words
        .append("\n  ")
        .append(String.format(Locale.ROOT, "%-14s  ", name))
        .append(
            run.failure().isEmpty()
                ? "ran all of them"
                : "failed behind "
                    + run.completed()
                    + " of "
                    + batches
                    + ": "
                    + Text.printable(run.failure()));
  }

  private static void addTo(Table table, OutputBatch batch) {
    RowDifference rows = batch.rows();
    boolean compared = batch.reason().isEmpty();
    Content content =
        Content.of("rehearsal_batch", "")
            .with("output", batch.output())
            .with("batch", batch.batch())
            .with("compared", compared)
            .with("against", batch.against())
            .with("reason", batch.reason())
            .with("same", rows.same())
            .with("only_then", rows.onlyThen())
            .with("only_now", rows.onlyNow())
            .with("then_rows", rows.then())
            .with("now_rows", rows.now());
    table.row(
        content,
        batch.output(),
        batch.batch(),
        compared ? rows.same() : NONE,
        compared ? rows.onlyThen() : NONE,
        rows.onlyNow(),
        compared ? batch.against() : "nothing: " + Text.printable(batch.reason()));
  }

  /** A few rows: those that differ, or what the new code writes where nothing is known. */
  private static void rows(OutputBatch batch, Consumer<Content> out) {
    RowDifference rows = batch.rows();
    if (rows.none()) {
      return;
    }
    out.accept(Content.words("\noutput '" + batch.output() + "', batch " + batch.batch() + ":"));
    rows.then().forEach(row -> out.accept(Content.words("  - " + shown(row))));
    more(rows.onlyThen() - rows.then().size(), out);
    rows.now().forEach(row -> out.accept(Content.words("  + " + shown(row))));
    more(rows.onlyNow() - rows.now().size(), out);
  }

  private static void more(long more, Consumer<Content> out) {
    if (more > 0) {
      out.accept(Content.words("    and " + Text.count(more, "more row") + " like this"));
    }
  }

  private static void addTo(Table table, StateResult state) {
    StateComparison.Result values = state.values();
    Content content =
        Content.of("rehearsal_state", "")
            .with("state", state.state())
            .with("same", values.same())
            .with("changed", values.changed())
            .with("only_then", values.onlyThen())
            .with("only_now", values.onlyNow())
            .with("samples", values.samples().stream().map(RehearsalContents::fields).toList());
    table.row(
        content,
        state.state(),
        values.same(),
        values.changed(),
        values.onlyThen(),
        values.onlyNow());
  }

  private static Map<String, Object> fields(StateComparison.Sample sample) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("key", sample.key());
    fields.put("then", sample.then() == null ? null : RowWords.of(sample.then()));
    fields.put("now", sample.now() == null ? null : RowWords.of(sample.now()));
    return fields;
  }

  private static void samples(StateResult state, Consumer<Content> out) {
    if (!state.values().samples().isEmpty()) {
      out.accept(Content.words("\nstate '" + state.state() + "':"));
    }
    for (StateComparison.Sample sample : state.values().samples()) {
      out.accept(
          Content.words(
              "  "
                  + shown(sample.key())
                  + ": "
                  + (sample.then() == null ? NONE : shown(RowWords.of(sample.then())))
                  + " -> "
                  + (sample.now() == null ? NONE : shown(RowWords.of(sample.now())))));
    }
  }

  private static String shown(String row) {
    String text = Text.printable(row);
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }

  private static Content summary(RehearsalReport report) {
    List<OutputBatch> differing = report.outputs().stream().filter(OutputBatch::differs).toList();
    Set<String> outputs = new TreeSet<>();
    differing.forEach(batch -> outputs.add(batch.output()));
    Set<String> unknown = new TreeSet<>();
    report.outputs().stream()
        .filter(batch -> !batch.reason().isEmpty())
        .forEach(batch -> unknown.add(batch.output()));
    long states = report.states().stream().filter(state -> !state.values().none()).count();
    StringBuilder words = new StringBuilder("\n");
    if (!report.now().failure().isEmpty()) {
      words.append("The new code fails where the old code did not. ");
    }
    words.append(
        differing.isEmpty()
            ? "No output differs"
            : "Different rows in "
                + Text.count(differing.size(), "batch").replaceFirst("batchs$", "batches")
                + " of "
                + String.join(", ", outputs));
    words.append(
        report.states().isEmpty()
            ? ""
            : states == 0 ? ", no state differs" : ", " + Text.count(states, "state") + " differs");
    words.append('.');
    if (!unknown.isEmpty()) {
      words.append(" Not compared: ").append(String.join(", ", unknown)).append('.');
    }
    return Content.of("rehearsal_summary", words.toString())
        .with("differs", report.differs())
        .with("different_batches", differing.size())
        .with("different_outputs", List.copyOf(outputs))
        .with("different_states", states)
        .with("not_compared", List.copyOf(unknown))
        .with("exit_code", report.exitCode().code());
  }
}
