package io.holdfast.inspection.diff;

import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.HoldfastException;
import io.holdfast.NotReplayableException;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.journal.Allocation;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.PlacedStates;
import io.holdfast.inspection.Table;
import io.holdfast.inspection.Text;
import io.holdfast.inspection.diff.StateDiff.StateAt;
import io.holdfast.wal.storage.Storage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Compares two checkpoints section by section, and the states by the versions that belong to them.
 * Used once, by one thread.
 */
public final class CheckpointDiff {
  private final DiffSide older;
  private final DiffSide newer;
  private final EntryText text;
  private final int limit;
  private final Consumer<Content> out;
  private final Consumer<String> progress;
  private final List<ExitCode> incomplete = new ArrayList<>();
  private long differences;

  /**
   * What was found.
   *
   * @param differences how many things differ, keys of states included
   * @param exitCode OK if everything could be compared
   */
  public record Result(long differences, ExitCode exitCode) {}

  /**
   * A comparison.
   *
   * @param text shows keys and values
   * @param limit of keys that are listed for each state
   */
  public CheckpointDiff(
      DiffSide older,
      DiffSide newer,
      EntryText text,
      int limit,
      Consumer<Content> out,
      Consumer<String> progress) {
    this.older = older;
    this.newer = newer;
    this.text = text;
    this.limit = limit;
    this.out = out;
    this.progress = progress;
  }

  /** Compares and prints. */
  public Result run() {
    heading();
    maps("settings and times", "diff_meta", older.meta(), newer.meta());
    maps("names", "diff_name", older.names(), newer.names());
    maps("graph", "diff_graph", older.graph(), newer.graph());
    maps("classes", "diff_class", older.classes(), newer.classes());
    maps("classes of states", "diff_state_class", older.stateClasses(), newer.stateClasses());
    maps("functions", "diff_function", older.functions(), newer.functions());
    differences += new PlacesDiff(older, newer).show(this::section);
    batches();
    states();
    ExitCode exitCode = Finding.worstOf(incomplete);
    out.accept(verdict(exitCode));
    return new Result(differences, exitCode);
  }

  private void heading() {
    out.accept(
        Content.of("diff", side("from", older) + "\n" + side("to  ", newer))
            .with("from", older.location())
            .with("from_epoch", older.header().epoch())
            .with("from_batch", older.header().batchTimeMillis())
            .with("to", newer.location())
            .with("to_epoch", newer.header().epoch())
            .with("to_batch", newer.header().batchTimeMillis()));
    if (!older.header().application().equals(newer.header().application())) {
      out.accept(Content.words("  of two applications"));
    }
  }

  private static String side(String what, DiffSide side) {
    long batch = side.header().batchTimeMillis();
    return what
        + "  "
        + side.location()
        + "\n      epoch "
        + side.header().epoch()
        + ", "
        + (batch == 0 ? "no batch" : "batch " + batch + " (" + Instant.ofEpochMilli(batch) + ")")
        + ", made "
        + Instant.ofEpochMilli(side.header().createdMillis());
  }

  /** What one has and the other has not, or has otherwise. */
  private void maps(String title, String type, Map<String, String> was, Map<String, String> is) {
    Set<String> keys = new LinkedHashSet<>(was.keySet());
    keys.addAll(is.keySet());
    Table table = Table.of("  ", "", "what", "was", "is");
    for (String key : keys) {
      String before = was.getOrDefault(key, "");
      String now = is.getOrDefault(key, "");
      if (was.containsKey(key) != is.containsKey(key) || !before.equals(now)) {
        String change = change(was.containsKey(key), is.containsKey(key));
        table.row(
            Content.of(type, "")
                .with("what", key)
                .with("change", change)
                .with("was", before)
                .with("is", now),
            change,
            Text.printable(key),
            before.isEmpty() ? "-" : Text.printable(before),
            now.isEmpty() ? "-" : Text.printable(now));
        differences++;
      }
    }
    section(title, table);
  }

  private static String change(boolean was, boolean is) {
    if (!was) {
      return "added";
    }
    return is ? "changed" : "removed";
  }

  private void section(String title, Table table) {
    if (!table.isEmpty()) {
      out.accept(Content.words("\n" + title));
      table.forEach(out);
    }
  }

  private void batches() {
    Map<Long, Allocation> was = pending(older);
    Map<Long, Allocation> is = pending(newer);
    Map<String, String> before = new TreeMap<>();
    Map<String, String> now = new TreeMap<>();
    was.forEach((time, batch) -> before.put("batch " + batch.time(), words(batch)));
    is.forEach((time, batch) -> now.put("batch " + batch.time(), words(batch)));
    maps("pending batches", "diff_batch", before, now);
  }

  private static Map<Long, Allocation> pending(DiffSide side) {
    Map<Long, Allocation> pending = new TreeMap<>();
    side.state().pending().forEach(batch -> pending.put(batch.time().epochMillis(), batch));
    return pending;
  }

  private static String words(Allocation batch) {
    return Text.count(batch.allBlocks().size(), "block")
        + ", "
        + Text.count(batch.records(), "record");
  }

  private void states() {
    Set<String> names = new TreeSet<>(older.state().stateVersions().keySet());
    names.addAll(newer.state().stateVersions().keySet());
    for (String name : names) {
      long was = older.state().stateVersion(name);
      long is = newer.state().stateVersion(name);
      boolean sameLog = older.header().application().equals(newer.header().application());
      if (was == is && sameLog) {
        out.accept(
            Content.of(
                    "diff_state_same",
                    "\nstate '" + Text.printable(name) + "' is at batch " + was + " in both")
                .with("state", name)
                .with("version", was));
        continue;
      }
      progress.accept(ApplicationLayout.stateLog(name));
      try {
        StateDiff.Result result =
            StateDiff.of(
                at(older, name, was), at(newer, name, is), text, limit, StateDiff.MAX_KEYS);
        differences += result.added() + result.changed() + result.removed();
        StateDiffContents.of(name, was, is, result, out);
      } catch (HoldfastException e) {
        incomplete.add(e.exitCode());
        out.accept(notCompared(name, was, is, e));
      }
    }
  }

  private static Content notCompared(String name, long was, long is, HoldfastException why) {
    String words =
        "\nstate '"
            + Text.printable(name)
            + "' from batch "
            + was
            + " to batch "
            + is
            + " CANNOT BE COMPARED\n  "
            + Text.printable(why.getMessage());
    return Content.of("diff_state_missing", words)
        .with("state", name)
        .with("from_version", was)
        .with("to_version", is)
        .with("reason", why.getMessage())
        .with("exit_code", why.exitCode().code());
  }

  private static StateAt at(DiffSide side, String state, long version) {
    String directory = ApplicationLayout.stateLog(state);
    Optional<Storage> storage = side.application();
    storage.ifPresent(application -> PlacedStates.refuse(application, "comparing them"));
    return new StateAt(
        storage.orElseThrow(
            () ->
                new NotReplayableException(
                    side.location()
                        + " does not lie in the directory of an application, so there is no log of"
                        + " its states. Compare it where it was made.")),
        directory,
        ApplicationLayout.logId(side.header().application(), directory),
        state,
        version);
  }

  private Content verdict(ExitCode exitCode) {
    String found = differences == 0 ? "equal" : Text.count(differences, "difference");
    String words =
        "\nverdict "
            + found
            + (exitCode == ExitCode.OK ? "" : ", but not everything could be compared");
    return Content.of("verdict", words)
        .with("equal", differences == 0 && exitCode == ExitCode.OK)
        .with("differences", differences)
        .with("complete", exitCode == ExitCode.OK);
  }
}
