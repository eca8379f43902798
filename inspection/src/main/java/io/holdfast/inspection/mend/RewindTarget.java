package io.holdfast.inspection.mend;

import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.engine.journal.JournalCodec;
import io.holdfast.engine.journal.JournalEvent;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.inspection.mend.CheckpointMending.Usable;
import io.holdfast.wal.storage.StoragePath;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Finds the place in the journal to which somebody wants to go back, and the way there. */
final class RewindTarget {
  private final Application app;

  RewindTarget(Application app) {
    this.app = app;
  }

  /** Right behind the completion of a batch. */
  Target batch(long batchMillis) {
    NavigableMap<Long, Long> completed = completed();
    Long lsn = completed.get(batchMillis);
    if (lsn == null) {
      // The event may be gone, but a checkpoint that was taken behind it still knows.
      lsn =
          app.checkpoints().stream()
              .filter(c -> c.decoded().lastCompleted().epochMillis() == batchMillis)
              .map(c -> c.positions().journalLsn())
              .min(Long::compare)
              .orElseThrow(() -> unknown(batchMillis, completed));
    }
    return at(lsn, "batch " + batchMillis);
  }

  /** Where a checkpoint was taken. */
  Target checkpoint(CheckpointId id) {
    Usable checkpoint =
        app.checkpoints().stream()
            .filter(c -> c.id().equals(id))
            .findFirst()
            .orElseThrow(
                () ->
                    new UnmendableException(
                        "There is no checkpoint "
                            + id.fileName()
                            + " that can be used; there is "
                            + names()
                            + ". Nothing was changed."));
    return at(checkpoint.positions().journalLsn(), "checkpoint " + id.fileName());
  }

  private String names() {
    List<String> names = app.checkpoints().stream().map(c -> StoragePath.name(c.path())).toList();
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private Target at(long lsn, String what) {
    List<Optional<Usable>> candidates = new ArrayList<>();
    app.checkpoints().stream()
        .filter(checkpoint -> checkpoint.positions().journalLsn() <= lsn)
        .forEach(checkpoint -> candidates.add(Optional.of(checkpoint)));
    if (app.journal().firstLsn() == 1) {
      candidates.add(Optional.empty());
    }
    String why = "there is no checkpoint from before it, and the journal begins later";
    for (Optional<Usable> candidate : candidates) {
      Fold fold = Target.fold(app, candidate);
      fold.run(app.journal(), lsn);
      if (fold.lastLsn() < lsn) {
        why = "the journal before it cannot be read";
      } else if (!fold.lost().isEmpty()) {
        why = "blocks that were to be processed then cannot be read any more: " + fold.lost();
      } else if (fold.end().filter(mark -> Mending.reachable(app, mark)).isEmpty()) {
        why = "a state cannot be rebuilt as it was then: " + fold.state().stateVersions();
      } else {
        return Target.at(app, candidate, lsn);
      }
    }
    throw new UnmendableException(
        app.draft().location()
            + " cannot be rewound to "
            + what
            + ": "
            + why
            + ". "
            + choice(completed())
            + " Nothing was changed.");
  }

  private UnmendableException unknown(long batchMillis, NavigableMap<Long, Long> completed) {
    return new UnmendableException(
        app.draft().location()
            + " knows of no completed batch "
            + batchMillis
            + ". "
            + choice(completed)
            + " Nothing was changed.");
  }

  private static String choice(NavigableMap<Long, Long> completed) {
    return completed.isEmpty()
        ? "The journal has no completed batch."
        : "Completed batches that the journal still has: "
            + completed.size()
            + ", from "
            + completed.firstKey()
            + " to "
            + completed.lastKey()
            + ".";
  }

  private NavigableMap<Long, Long> completed() {
    NavigableMap<Long, Long> completed = new TreeMap<>();
    for (LsnRange run : app.journal().runs()) {
      app.journal()
          .forEachRecord(
              app.draft(),
              run,
              (segment, frame) -> {
                JournalEvent event = JournalCodec.decode(frame.payload(), "an event");
                if (event instanceof BatchCompleted batch) {
                  completed.put(batch.time().epochMillis(), frame.lsn());
                }
              });
    }
    return completed;
  }
}
