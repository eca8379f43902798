package io.holdfast.engine.checkpointing;

import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.engine.checkpointing.LogPositions.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides what may be deleted: everything that no retained checkpoint needs (rule R6). Pure; the
 * release is executed elsewhere.
 *
 * @param retained how many checkpoints are kept, at least 3
 * @param slack how many more may pile up before a release, so that not every batch pays for one
 */
public record RetentionPolicy(int retained, int slack) implements Retention {
  public static final RetentionPolicy DEFAULT = new RetentionPolicy(3, 8);

  /** A checkpoint and what it needs; positions without logs if that is not known. */
  public record Kept(CheckpointId id, LogPositions positions) {}

  /**
   * What can go.
   *
   * @param checkpoints to be deleted
   * @param keepFrom per log the lowest LSN that is needed
   */
  public record Release(List<CheckpointId> checkpoints, Map<String, Long> keepFrom) {}

  @Override
  public Optional<Release> decide(List<Kept> newestFirst) {
    if (newestFirst.size() <= retained + slack) {
      return Optional.empty();
    }
    Map<String, Long> keepFrom = new TreeMap<>();
    List<Kept> kept = newestFirst.subList(0, retained);
    if (kept.stream().anyMatch(checkpoint -> checkpoint.positions().logs().isEmpty())) {
      return Optional.empty();
    }
    for (Kept checkpoint : kept) {
      for (Map.Entry<String, Position> log : checkpoint.positions().logs().entrySet()) {
        keepFrom.merge(log.getKey(), log.getValue().neededFromLsn(), Math::min);
      }
    }
    List<CheckpointId> delete = new ArrayList<>();
    newestFirst.subList(retained, newestFirst.size()).forEach(old -> delete.add(old.id()));
    return Optional.of(new Release(delete, keepFrom));
  }
}
