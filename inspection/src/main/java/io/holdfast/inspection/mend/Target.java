package io.holdfast.inspection.mend;

import io.holdfast.engine.checkpointing.LogPositions;
import io.holdfast.engine.checkpointing.LogPositions.Position;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.JournalCodec;
import io.holdfast.engine.journal.JournalEvent;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.inspection.mend.CheckpointMending.Usable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where an application will stand: what a start would find.
 *
 * @param from the checkpoint from which it is reached; empty for the beginning of the journal
 * @param lsn the last event of the journal
 * @param state the driver's state behind it
 * @param checkpoints that stay, newest first
 */
record Target(Optional<Usable> from, long lsn, DriverState state, List<Usable> checkpoints) {

  /** The target at an event, from a fold that leads to it. */
  static Target at(Application app, Optional<Usable> from, long lsn) {
    Fold fold = fold(app, from);
    fold.run(app.journal(), lsn);
    if (fold.lastLsn() != lsn) {
      throw new IllegalStateException("The journal leads to " + fold.lastLsn() + ", not " + lsn);
    }
    long runFirst = lsn + 1;
    for (LsnRange run : app.journal().runs()) {
      if (run.first() <= lsn && lsn <= run.last()) {
        runFirst = run.first();
      }
    }
    List<Usable> kept = new ArrayList<>();
    for (Usable checkpoint : app.checkpoints()) {
      long journal = checkpoint.positions().journalLsn();
      if (journal <= lsn && journal >= runFirst - 1) {
        kept.add(checkpoint);
      }
    }
    return new Target(from, lsn, fold.state(), kept);
  }

  /** A fold that has not begun yet. */
  static Fold fold(Application app, Optional<Usable> from) {
    return new Fold(
        app.draft(),
        app.data(),
        from.map(Usable::decoded).orElseGet(DriverState::new),
        from.map(checkpoint -> checkpoint.positions().journalLsn()).orElse(0L));
  }

  /** From and up to where a log is needed, say the checkpoints that stay. */
  LsnRange needed(String directory) {
    long first = Long.MAX_VALUE;
    long last = 0;
    for (Usable checkpoint : checkpoints) {
      LogPositions positions = checkpoint.positions();
      Position position = positions.logs().get(directory);
      if (position != null) {
        first = Math.min(first, Math.max(1, position.neededFromLsn()));
        last = Math.max(last, position.durableLsn());
      }
    }
    return new LsnRange(first, last);
  }

  /** From and up to where the data logs are needed: as checkpoints, journal and state say. */
  TreeMap<String, Long> provenData(Application app) {
    TreeMap<String, Long> proven = new TreeMap<>();
    for (Usable checkpoint : checkpoints) {
      Fold.needed(checkpoint.decoded()).forEach(block -> Fold.prove(block, proven));
    }
    Fold.needed(state).forEach(block -> Fold.prove(block, proven));
    for (LsnRange run : app.journal().runs()) {
      app.journal()
          .forEachRecord(
              app.draft(),
              new LsnRange(run.first(), Math.min(run.last(), lsn)),
              (segment, frame) -> {
                JournalEvent event = JournalCodec.decode(frame.payload(), "an event");
                if (event instanceof BlockAdded added) {
                  Fold.prove(added.block(), proven);
                }
              });
    }
    return proven;
  }
}
