package io.holdfast.engine.checkpointing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.engine.checkpointing.LogPositions.Position;
import io.holdfast.engine.checkpointing.RetentionPolicy.Kept;
import io.holdfast.engine.checkpointing.RetentionPolicy.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What may be deleted: only what no retained checkpoint needs. */
final class RetentionPolicyTest {
  private final RetentionPolicy policy = new RetentionPolicy(3, 2);

  private static CheckpointId id(long batch) {
    return new CheckpointId(1, batch);
  }

  /** Newest first; each needs its logs from the LSN that is ten times its batch. */
  private static List<Kept> checkpoints(int count) {
    List<Kept> kept = new ArrayList<>();
    for (long batch = count; batch >= 1; batch--) {
      Position journal = new Position(batch * 10 + 9, batch * 10);
      kept.add(new Kept(id(batch), new LogPositions(Map.of("journal", journal))));
    }
    return kept;
  }

  @Test
  void nothingGoesWhileThereAreFew() {
    for (int count = 0; count <= 5; count++) {
      assertEquals(Optional.empty(), policy.decide(checkpoints(count)));
    }
  }

  @Test
  void oldCheckpointsGoAndTheLogIsKeptForAllThatStay() {
    assertEquals(
        Optional.of(new Release(List.of(id(3), id(2), id(1)), Map.of("journal", 40L))),
        policy.decide(checkpoints(6)));
  }

  @Test
  void lowestNeedCountsWhichever() {
    List<Kept> kept = checkpoints(6);
    kept.set(
        0,
        new Kept(
            id(6),
            new LogPositions(
                Map.of("journal", new Position(90, 60), "state/counts", new Position(70, 7)))));
    kept.set(
        2,
        new Kept(
            id(4),
            new LogPositions(
                Map.of("journal", new Position(90, 45), "state/counts", new Position(70, 8)))));
    assertEquals(
        Map.of("journal", 45L, "state/counts", 7L), policy.decide(kept).orElseThrow().keepFrom());
  }

  @Test
  void nothingGoesWhileTheNeedsOfARetainedOneAreUnknown() {
    for (int unknown = 0; unknown < 3; unknown++) {
      List<Kept> kept = checkpoints(6);
      kept.set(unknown, new Kept(kept.get(unknown).id(), LogPositions.none()));
      assertEquals(Optional.empty(), policy.decide(kept));
    }
    List<Kept> kept = checkpoints(6);
    kept.set(3, new Kept(id(3), LogPositions.none()));
    assertEquals(3, policy.decide(kept).orElseThrow().checkpoints().size());
  }

  @Test
  void defaultKeepsAtLeastThree() {
    assertEquals(3, RetentionPolicy.DEFAULT.retained());
  }

  @Test
  void positionsComeBackFromTheirText() {
    LogPositions positions =
        new LogPositions(Map.of("journal", new Position(12, 3), "data/lines", new Position(0, 1)));
    assertEquals("data/lines\t0\t1\njournal\t12\t3\n", positions.text());
    assertEquals(positions, LogPositions.parse(positions.text()));
    assertEquals(12, positions.journalLsn());
    assertEquals(0, positions.durableLsn("unknown"));
  }
}
