package io.holdfast.testkit.bugs;

import io.holdfast.engine.checkpointing.CheckpointImage;
import io.holdfast.engine.checkpointing.LogPositions.Position;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.engine.journal.JournalEvent.BlockRange;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.stream.BatchTime;
import io.holdfast.testkit.fault.EarlierLife;
import io.holdfast.testkit.jobs.Scenarios;
import io.holdfast.testkit.jobs.WordCountJob;
import io.holdfast.testkit.scenario.Scenario;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.CrashProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Faults in what a checkpoint says and in how it gets onto the storage. */
final class CheckpointBugs {

  /** The storage operation by which the first block of a life is journaled. */
  private static final long FIRST_BLOCK = 113;

  private CheckpointBugs() {}

  static List<SeededBug> all() {
    return List.of(
        position(
            "JOURNAL_POSITION_ONE_TOO_HIGH", "names the LSN of the next event", "journal", 1, 1),
        position("JOURNAL_POSITION_ONE_TOO_LOW", "counts events from 0", "journal", -1, 0),
        position("DATA_POSITION_ONE_TOO_HIGH", "vouches for the block on its way", "data/", 1, 0),
        position("STATE_POSITION_ONE_TOO_HIGH", "vouches for the delta on its way", "state/", 1, 0),
        position("DATA_OF_WAITING_BATCHES", "keeps no block", "data/", 0, Integer.MAX_VALUE)
            .scenario(CheckpointBugs::crowded),
        position("STATE_SNAPSHOT_CUT", "keeps only the last parts of a snapshot", "state/", 0, 6)
            .scenario(CheckpointBugs::crowded),
        bug("POSITIONS_NEWER_THAN_STATE", "writes the state that it remembers from last time")
            .assembled(() -> FaultyCheckpointer.imaging(new Remembering()::state).get()),
        bug("POSITIONS_OLDER_THAN_STATE", "writes positions that it remembers from last time")
            .assembled(() -> FaultyCheckpointer.imaging(new Remembering()::positions).get()),
        bug("PENDING_BATCHES_LEFT_OUT", "leaves pending batches out of a checkpoint")
            .scenario(CheckpointBugs::afterAnEarlierLife)
            .assembled(FaultyCheckpointer.imaging(image -> with(image, CheckpointBugs::complete))),
        bug("UNALLOCATED_BLOCKS_LEFT_OUT", "leaves blocks without a batch out of a checkpoint")
            .scenario(CheckpointBugs::afterAnEarlierLife)
            .assembled(FaultyCheckpointer.imaging(image -> with(image, CheckpointBugs::use))),
        bug("NO_GENESIS", "writes no checkpoint before the first batch")
            .assembled(FaultyCheckpointer.assembly(NoGenesis::new)),
        bug(
                "CHECKPOINT_COPIED_INTO_PLACE",
                "copies a checkpoint to its name, in place of renaming it")
            .stored(InPlace::new));
  }

  /**
   * An earlier life has died about where its first block becomes a batch. A batch takes no
   * simulated time, so only such a genesis finds anything pending.
   */
  private static Scenario afterAnEarlierLife(long seed) {
    Scenario plain = Scenarios.releasing(new WordCountJob(), SeededBug.LINES, seed);
    return plain.with(
        plain.records(),
        List.of(new EarlierLife(FIRST_BLOCK + seed, Optional.empty(), CrashProfile.KILL)),
        List.of());
  }

  private static Scenario crowded(long seed) {
    return Scenarios.crowded(new WordCountJob(), 2 * SeededBug.LINES, seed);
  }

  private static SeededBug bug(String name, String mistake) {
    return SeededBug.of("checkpoint", name, mistake);
  }

  private static SeededBug position(
      String name, String mistake, String logs, int durable, int needed) {
    return bug(name, mistake)
        .assembled(
            FaultyCheckpointer.positioning(
                log -> log.startsWith(logs),
                p ->
                    new Position(
                        Math.max(0, p.durableLsn() + durable), p.neededFromLsn() + needed)));
  }

  private static CheckpointImage with(CheckpointImage image, Consumer<DriverState> change) {
    DriverState state = image.state().copy();
    change.accept(state);
    return new CheckpointImage(image.id(), state, List.of(), image.positions(), image.meta());
  }

  private static void complete(DriverState state) {
    state
        .pending()
        .forEach(
            batch ->
                state.apply(
                    new BatchCompleted(
                        batch.time(),
                        state.epoch(),
                        batch.records(),
                        List.copyOf(state.stateVersions().keySet()))));
  }

  private static void use(DriverState state) {
    List<BlockRange> ranges = new ArrayList<>();
    state
        .trackers()
        .forEach(
            (stream, tracker) -> {
              List<ReceivedBlock> blocks = tracker.unallocated();
              if (!blocks.isEmpty()) {
                ranges.add(
                    new BlockRange(stream, blocks.get(0).sequence(), tracker.lastSequence()));
              }
            });
    if (!ranges.isEmpty() && state.pending().isEmpty()) {
      BatchTime time = new BatchTime(state.lastAllocated().epochMillis() + 1);
      state.apply(new BatchAllocated(time, ranges));
      state.apply(new BatchCompleted(time, state.epoch(), 0, List.of()));
    }
  }

  private static final class Remembering {
    private CheckpointImage before;

    CheckpointImage state(CheckpointImage image) {
      CheckpointImage remembered = before == null ? image : before;
      before = image;
      return new CheckpointImage(
          image.id(), remembered.state(), remembered.outputs(), image.positions(), image.meta());
    }

    CheckpointImage positions(CheckpointImage image) {
      CheckpointImage remembered = before == null ? image : before;
      before = image;
      return new CheckpointImage(
          image.id(), image.state(), image.outputs(), remembered.positions(), image.meta());
    }
  }

  private static final class NoGenesis extends FaultyCheckpointer {
    NoGenesis(Parts parts) {
      super(parts);
    }

    @Override
    public void writeNow(CheckpointImage image) {}
  }

  /** Publishes checkpoints by copying them. */
  private static final class InPlace extends FaultyStorage {
    InPlace(Storage real) {
      super(real);
    }

    @Override
    public void publish(String from, String to) {
      if (to.startsWith("app/checkpoints/")) {
        CopiedFile.copy(this, from, to);
        delete(from);
      } else {
        super.publish(from, to);
      }
    }
  }
}
