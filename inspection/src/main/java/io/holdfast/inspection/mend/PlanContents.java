package io.holdfast.inspection.mend;

import io.holdfast.inspection.Content;
import io.holdfast.inspection.Text;
import io.holdfast.inspection.mend.Losses.StreamLoss;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.storage.StoragePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a plan says of the place where an application will stand, and of what is lost. */
final class PlanContents {
  private static final int SHOWN_BATCHES = 6;

  private PlanContents() {}

  static Content target(Target target, Losses losses) {
    String from = target.from().map(c -> StoragePath.name(c.path())).orElse("");
    String completed = batch(target.state().lastCompleted());
    String words =
        "the application will stand at journal LSN "
            + target.lsn()
            + (losses.knownLsn() > target.lsn() ? " of " + losses.knownLsn() : ", its last")
            + "\n  last completed batch  "
            + completed
            + "\n  pending batches       "
            + target.state().pending().size()
            + "\n  blocks in no batch    "
            + target.state().unallocatedBlocks()
            + "\n  a start begins with   "
            + (from.isEmpty() ? "the journal's first event" : from);
    return Content.of("target", words)
        .with("journal_lsn", target.lsn())
        .with("known_journal_lsn", losses.knownLsn())
        .with("last_completed_batch", target.state().lastCompleted().epochMillis())
        .with("last_allocated_batch", target.state().lastAllocated().epochMillis())
        .with("pending_batches", target.state().pending().size())
        .with("unallocated_blocks", target.state().unallocatedBlocks())
        .with("state_versions", target.state().stateVersions())
        .with("checkpoint", from);
  }

  private static String batch(BatchTime batch) {
    return batch.equals(BatchTime.NONE) ? "none" : batch.toString();
  }

  static List<Content> losses(Target target, Losses losses) {
    List<Content> contents = new ArrayList<>();
    contents.add(Content.words("\nwhat is lost"));
    losses
        .filled()
        .forEach(
            (log, ranges) ->
                contents.add(
                    Content.of(
                            "unreadable_records",
                            "  "
                                + log
                                + ": "
                                + words(ranges)
                                + " cannot be read; no start needs them any more")
                        .with("log", log)
                        .with("records", fields(ranges))));
    if (losses.nothing()) {
      contents.add(
          Content.of("nothing_lost", "  of what the application knew and still needs: nothing"));
      return contents;
    }
    contents.add(events(target, losses));
    losses.streams().forEach((name, loss) -> contents.add(stream(name, loss, losses)));
    batches(losses, contents);
    states(target, losses, contents);
    return contents;
  }

  private static Content events(Target target, Losses losses) {
    List<LsnRange> unreadable = losses.unreadableEvents();
    String words =
        "  journal: "
            + new LsnRange(target.lsn() + 1, losses.knownLsn())
            + ", "
            + Text.count(losses.knownLsn() - target.lsn(), "event")
            + (unreadable.isEmpty()
                ? ""
                : "; of these "
                    + words(unreadable)
                    + " cannot be read: nobody knows what they said");
    return Content.of("lost_events", words)
        .with("first_lsn", target.lsn() + 1)
        .with("last_lsn", losses.knownLsn())
        .with("unreadable", fields(unreadable));
  }

  private static Content stream(String name, StreamLoss loss, Losses losses) {
    Map<String, Object> from = new TreeMap<>();
    loss.offsets().keySet().forEach(p -> from.put(p, losses.offset(name, p).orElse(0L)));
    String source =
        loss.offsets().entrySet().stream()
            .map(
                e ->
                    Text.printable(e.getKey())
                        + " goes back from "
                        + e.getValue()
                        + " to "
                        + from.get(e.getKey()))
            .collect(Collectors.joining(", "));
    String words =
        "  stream "
            + Text.printable(name)
            + ": blocks "
            + loss.first()
            + " to "
            + loss.last()
            + ", "
            + Text.count(loss.records(), "record")
            + (source.isEmpty() ? "" : "; source " + source)
            + "\n    a source that can give them again is asked to; what it has forgotten is gone";
    return Content.of("lost_blocks", words)
        .with("stream", name)
        .with("first", loss.first())
        .with("last", loss.last())
        .with("blocks", loss.blocks())
        .with("records", loss.records())
        .with("source_offsets_before", loss.offsets())
        .with("source_offsets_after", from);
  }

  private static void batches(Losses losses, List<Content> contents) {
    Set<Long> pending = losses.pendingBatches();
    TreeSet<Long> asked = new TreeSet<>(losses.completedBatches());
    asked.retainAll(pending);
    TreeSet<Long> forgotten = new TreeSet<>(losses.allocatedBatches());
    forgotten.addAll(losses.completedBatches());
    forgotten.removeAll(pending);
    if (!asked.isEmpty()) {
      contents.add(
          batches(
              "lost_completions",
              asked,
              "completed, and pending again",
              "a start asks the outputs for them, and runs none again that they have"));
    }
    if (!forgotten.isEmpty()) {
      TreeSet<Long> out = new TreeSet<>(forgotten);
      out.retainAll(losses.completedBatches());
      String rest = out.size() == forgotten.size() ? "" : "; the others may have committed in part";
      String words =
          out.size()
              + " of them completed: what these have written to outputs is out there, and stays"
              + rest
              + "\n    A start knows nothing of them and does not ask for them. Input that comes again gets"
              + "\n    into batches of new times, so its rows appear in outputs once more: take away what"
              + "\n    these batches have written first, if that matters. The clock must be past "
              + forgotten.last()
              + "\n    before the start: an output may take a batch that is not later than its last one for"
              + "\n    committed. Epochs are not reset, so drivers from before stay fenced.";
      contents.add(
          batches("lost_batches", forgotten, "unknown", words).with("completed", List.copyOf(out)));
    }
  }

  private static Content batches(
      String type, NavigableSet<Long> batches, String what, String words) {
    String shown =
        batches.stream()
            .limit(SHOWN_BATCHES)
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    String more = batches.size() > SHOWN_BATCHES ? ", ... " + batches.last() : "";
    return Content.of(
            type,
            "  "
                + (batches.size() == 1 ? "1 batch" : batches.size() + " batches")
                + " "
                + what
                + ": "
                + shown
                + more
                + "\n    "
                + words)
        .with("batches", List.copyOf(batches));
  }

  private static void states(Target target, Losses losses, List<Content> contents) {
    losses
        .stateVersions()
        .forEach(
            (name, version) -> {
              long now = target.state().stateVersion(name);
              if (now != version) {
                contents.add(
                    Content.of(
                            "lost_versions",
                            "  state "
                                + name
                                + ": goes back from batch "
                                + version
                                + " to "
                                + (now == 0 ? "nothing" : "batch " + now))
                        .with("state", name)
                        .with("before", version)
                        .with("after", now));
              }
            });
  }

  private static String words(List<LsnRange> ranges) {
    return ranges.stream().map(LsnRange::toString).collect(Collectors.joining(", "));
  }

  private static List<Map<String, Object>> fields(List<LsnRange> ranges) {
    List<Map<String, Object>> fields = new ArrayList<>();
    for (LsnRange range : ranges) {
      Map<String, Object> one = new TreeMap<>();
      one.put("first_lsn", range.first());
      one.put("last_lsn", range.last());
      fields.add(one);
    }
    return fields;
  }
}
