package io.holdfast.inspection.plan;

import io.holdfast.ExitCode;
import io.holdfast.checkpoint.CheckpointFinding;
import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.engine.graph.GraphOutline;
import io.holdfast.engine.graph.GraphOutline.Line;
import io.holdfast.engine.recovery.RecoveryPlan;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Table;
import io.holdfast.inspection.Text;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.Verdict;
import io.holdfast.wal.storage.LockLook.Answer;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A plan of a start, step by step in the order in which a start takes them. */
public final class PlanContents {
  private final StartPlan plan;
  private final Steps out;

  private PlanContents(StartPlan plan, Consumer<Content> out) {
    this.plan = plan;
    this.out = new Steps(out);
  }

  /** Shows a plan. */
  public static void of(StartPlan plan, Consumer<Content> out) {
    new PlanContents(plan, out).show();
  }

  private void show() {
    heading();
    if (plan.admitted()) {
      lock();
      leftovers();
      epoch();
    }
    plan.recovery()
        .ifPresent(
            recovery -> {
              reading(recovery);
              names();
              new PlanActions(plan, recovery, out).show();
            });
    verdict();
  }

  private void heading() {
    String name = plan.identity().map(id -> Text.printable(id.name())).orElse("unknown");
    String words = "application '" + name + "' in " + plan.location() + "\n" + introduction();
    out.accept(
        Content.of("plan", words)
            .with("location", plan.location())
            .with("name", name)
            .with("id", plan.identity().map(id -> id.id().toString()).orElse("")));
  }

  private String introduction() {
    if (!plan.admitted()) {
      return "a start now would be refused at once";
    }
    return plan.exitCode() == ExitCode.IN_USE
        ? "a start now would be refused; if the driver that has the lock ended now, a start would"
        : "a start now would, in this order";
  }

  private void lock() {
    String last = plan.lock().described().isEmpty() ? "" : Text.printable(plan.lock().described());
    String words = "take the lock: " + Text.printable(plan.lock().words());
    if (plan.lock().answer() != Answer.HELD && !last.isEmpty()) {
      words += "; last taken by " + last;
    }
    out.step(
        Content.of("plan_lock", words)
            .with("held", plan.lock().answer().name().toLowerCase(Locale.ROOT))
            .with("by", last)
            .with("words", plan.lock().words()));
  }

  private void leftovers() {
    List<String> files = plan.leftovers().stream().map(Text::printable).toList();
    String words =
        files.isEmpty()
            ? "try the storage; there are no temporary files to delete"
            : "try the storage, and delete temporary files: " + String.join(", ", files);
    out.step(Content.of("plan_leftovers", words).with("files", plan.leftovers()));
  }

  private void epoch() {
    String gone =
        plan.forgotten().isEmpty() ? "" : ", and delete " + String.join(", ", plan.forgotten());
    out.step(
        Content.of("plan_epoch", "claim epoch " + plan.epoch() + gone)
            .with("epoch", plan.epoch())
            .with("deleted", plan.forgotten()));
  }

  private void reading(RecoveryPlan recovery) {
    String used =
        recovery
            .checkpoint()
            .map(c -> "use checkpoint " + name(c.id()) + ", " + Text.bytes(plan.checkpointBytes()))
            .orElse("use no checkpoint: the whole journal is folded");
    out.step(
        Content.of("plan_checkpoint", used)
            .with("file", recovery.checkpoint().map(c -> c.id().fileName()).orElse(""))
            .with("epoch", recovery.checkpoint().map(c -> c.id().epoch()).orElse(0L))
            .with("batch", recovery.checkpoint().map(c -> c.id().batchTimeMillis()).orElse(0L))
            .with("length", plan.checkpointBytes()));
    recovery.passedOver().forEach(this::passedOver);
    long events = recovery.journalRecords();
    long last = recovery.journal().lastLsn();
    String range = events == 0 ? "" : ", LSN " + (last - events + 1) + " to " + last;
    out.step(
        Content.of(
                "plan_journal", "fold " + Text.count(events, "event") + " of the journal" + range)
            .with("events", events)
            .with("from_lsn", events == 0 ? 0 : last - events + 1)
            .with("to_lsn", events == 0 ? 0 : last));
    logs(recovery);
  }

  private void passedOver(CheckpointFinding finding) {
    String words =
        "      passed over "
            + name(finding.id())
            + ", "
            + finding.verdict()
            + ": "
            + Text.printable(finding.reason());
    out.accept(
        Content.of("plan_passed_over", words)
            .with("file", finding.id().fileName())
            .with("verdict", finding.verdict().toString())
            .with("reason", finding.reason()));
  }

  /** A checkpoint as people know it. */
  static String name(CheckpointId id) {
    String batch = id.batchTimeMillis() == 0 ? "no batch" : "batch " + id.batchTimeMillis();
    return id.fileName() + " (epoch " + id.epoch() + ", " + batch + ")";
  }

  private void logs(RecoveryPlan recovery) {
    Table table =
        Table.of("      ", "log", ">segments", ">bytes", ">from LSN", ">to LSN", "what else");
    log(table, recovery.journal());
    recovery.dataLogs().values().forEach(log -> log(table, log));
    plan.states().forEach(state -> log(table, state.scan()));
    out.step(Content.words("scan the logs"));
    table.forEach(out);
  }

  private static void log(Table table, LogScan log) {
    List<String> beside =
        log.segments().stream()
            .filter(s -> s.verdict() == Verdict.SUPERSEDED)
            .map(s -> s.location().substring(s.location().lastIndexOf('/') + 1))
            .toList();
    boolean empty = log.segments().isEmpty();
    Content content =
        Content.of("plan_log", "")
            .with("directory", log.directory())
            .with("segments", log.segments().size())
            .with("length", StartPlanner.length(log))
            .with("first_lsn", log.firstLsn())
            .with("last_lsn", log.lastLsn())
            .with("superseded", beside);
    table.row(
        content,
        log.directory(),
        log.segments().size(),
        Text.bytes(StartPlanner.length(log)),
        empty ? "-" : log.firstLsn(),
        empty ? "-" : log.lastLsn(),
        beside.isEmpty()
            ? ""
            : "not part of it, deleted with the next release: " + String.join(", ", beside));
  }

  private void names() {
    if (plan.outline().isEmpty()) {
      out.step(Content.words("compare no names: there is no checkpoint that has any"));
      return;
    }
    GraphOutline graph = plan.outline().get();
    out.step(
        Content.words(
            "compare the job's names and classes with those of the checkpoint; only the job has"
                + " its own.\n      It must define"));
    Table table = Table.of("      ", "what", "name", "operation");
    names(table, graph, "input", l -> l.id() > 0 && l.parents().equals(List.of(0)));
    names(table, graph, "state", l -> l.id() > 0 && !l.parents().equals(List.of(0)));
    names(table, graph, "output", l -> l.id() == 0 && !l.kind().equals("print"));
    table.forEach(out);
  }

  private static void names(
      Table table, GraphOutline graph, String what, Function<Line, Boolean> wanted) {
    for (Line line : graph.lines().stream().filter(l -> l.named() && wanted.apply(l)).toList()) {
      table.row(
          Content.of("plan_name", "")
              .with("thing", what)
              .with("name", line.name())
              .with("kind", line.kind()),
          what,
          Text.printable(line.name()),
          Text.printable(line.kind()));
    }
  }

  private void verdict() {
    String words =
        plan.refusal()
            .map(
                refusal ->
                    "\nverdict refused, exit code "
                        + plan.exitCode().code()
                        + "\n"
                        + refusal
                            .getMessage()
                            .lines()
                            .map(Text::printable)
                            .map(line -> "  " + line)
                            .collect(Collectors.joining("\n")))
            .orElse(
                "\nverdict it would start, if the job defines these names and its sinks answer");
    out.accept(
        Content.of("verdict", words)
            .with("starts", plan.refusal().isEmpty())
            .with("reason", plan.refusal().map(Throwable::getMessage).orElse(""))
            .with("exit_code", plan.exitCode().code()));
  }

  /** Numbers the steps. */
  static final class Steps implements Consumer<Content> {
    private final Consumer<Content> out;
    private int count;

    private Steps(Consumer<Content> out) {
      this.out = out;
    }

    /** The next step. */
    void step(Content content) {
      count++;
      String words = String.format(Locale.ROOT, "%4d. %s", count, content.words());
      Content numbered = new Content(content.type(), words, content.fields());
      out.accept(content.type().isEmpty() ? numbered : numbered.with("step", count));
    }

    @Override
    public void accept(Content content) {
      out.accept(content);
    }
  }
}
