package io.holdfast.inspection.rehearsal;

import io.holdfast.HoldfastException;
import io.holdfast.inspection.rehearsal.RehearsalReport.OutputBatch;
import io.holdfast.sink.FileSink;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.Storages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/** Compares one output of the new code, batch by batch. */
final class OutputComparison {
  private final String output;
  private final RehearsalRun run;
  private final String against;
  private final Place place;

  /** What was there before. */
  private interface Place {
    /** The rows of some batches; what a batch has is read when it is asked for. */
    Rows open(List<Long> batches);
  }

  /**
   * Rows of before.
   *
   * @param reason why there are none to compare with; empty if there are
   * @param of a batch; empty if they are not known, an empty list if there were none
   */
  private record Rows(String reason, LongFunction<Optional<List<String>>> of) {
    static Rows none(String reason) {
      return new Rows(reason, batch -> Optional.empty());
    }
  }

  private OutputComparison(String output, RehearsalRun run, String against, Place place) {
    this.output = output;
    this.run = run;
    this.against = against;
    this.place = place;
  }

  /** With what another version writes. */
  static OutputComparison withCode(String output, RehearsalRun run, RehearsalRun old) {
    return new OutputComparison(
        output,
        run,
        "the old code",
        batches ->
            !old.sinks().containsKey(output)
                ? Rows.none("the old code has no such output")
                : new Rows(
                    "",
                    batch ->
                        old.completed().contains(batch)
                            ? old.rows(output, batch)
                            : Optional.empty()));
  }

  /** With what is published where the new code would publish. */
  static OutputComparison withFiles(String output, RehearsalRun run) {
    FileSink<?> sink = run.sinks().get(output);
    return new OutputComparison(
        output, run, "files at " + sink.location(), batches -> published(output, sink, batches));
  }

  /** With nothing: the output goes where nobody can look. */
  static OutputComparison withNothing(String output, RehearsalRun run) {
    return new OutputComparison(
        output,
        run,
        "",
        batches ->
            Rows.none("what was written to it cannot be read back; give the old code with --old"));
  }

  private static Rows published(String output, FileSink<?> sink, List<Long> batches) {
    Map<Long, List<String>> rows = new HashMap<>();
    try (Storage storage = Storages.openReadOnly(sink.location())) {
      PublishedRows published = new PublishedRows(storage, output, sink.encoding());
      for (long batch : batches) {
        published.of(batch).ifPresent(found -> rows.put(batch, found));
      }
      boolean joined = batches.stream().anyMatch(published::withOthers);
      if (joined) {
        return Rows.none("batches were gathered into one directory; give the old code with --old");
      }
    } catch (HoldfastException e) {
      return Rows.none("the published files cannot be read: " + e.getMessage());
    }
    // A batch without rows leaves no directory.
    return rows.isEmpty()
        ? Rows.none(
            "none of these batches is at "
                + sink.location()
                + ": written elsewhere, moved or without rows; give the old code with --old")
        : new Rows("", batch -> Optional.of(rows.getOrDefault(batch, List.of())));
  }

  List<OutputBatch> of(List<Long> batches, int shown) {
    Rows before = place.open(batches);
    List<OutputBatch> results = new ArrayList<>();
    for (long batch : batches) {
      if (run.completed().contains(batch)) {
        List<String> now = run.rows(output, batch).orElseThrow();
        Optional<List<String>> then = before.of.apply(batch);
        String reason =
            before.reason.isEmpty() && then.isEmpty()
                ? "the old code did not come to it"
                : before.reason;
        results.add(
            new OutputBatch(
                output,
                batch,
                reason.isEmpty() ? against : "",
                reason,
                RowDifference.between(then.orElse(List.of()), now, shown)));
      }
    }
    return results;
  }
}
