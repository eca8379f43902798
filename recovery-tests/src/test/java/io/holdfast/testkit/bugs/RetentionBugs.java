package io.holdfast.testkit.bugs;

import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.engine.checkpointing.CheckpointImage;
import io.holdfast.engine.checkpointing.LogPositions.Position;
import io.holdfast.engine.checkpointing.RetentionPolicy;
import io.holdfast.engine.checkpointing.RetentionPolicy.Kept;
import io.holdfast.engine.checkpointing.RetentionPolicy.Release;
import io.holdfast.wal.storage.Storage;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Faults in what is deleted, and when. */
final class RetentionBugs {
  private RetentionBugs() {}

  static List<SeededBug> all() {
    return List.of(
        bug("RELEASE_BEFORE_CHECKPOINT_IS_DURABLE", "releases behind a checkpoint not yet written")
            .assembled(FaultyCheckpointer.assembly(FaultyCheckpointer.NotWriting::new)),
        bug("KEEPS_WHAT_THE_NEWEST_NEEDS", "keeps what the newest checkpoint needs, not all kept")
            .assembled(FaultyCheckpointer.retaining(policy -> all -> forNewest(policy, all))),
        bug("KEEPS_FROM_ONE_TOO_HIGH", "takes the lowest needed LSN for the last that may go")
            .assembled(FaultyCheckpointer.retaining(policy -> all -> oneMore(policy, all))),
        bug("LSN_OF_ANOTHER_LOG", "releases every log by the journal's LSN")
            .assembled(FaultyCheckpointer.retaining(policy -> all -> byJournal(policy, all))),
        bug("DELETES_THE_NEWEST", "sorts checkpoints the wrong way round before it deletes")
            .assembled(FaultyCheckpointer.retaining(policy -> all -> newest(policy, all))),
        bug("LOGS_BEFORE_CHECKPOINTS", "deletes segments before the checkpoints that need them")
            .assembled(FaultyCheckpointer.assembly(LogsFirst::new)),
        bug("RELEASE_BEFORE_JOURNALED", "deletes before it is in the journal that it may")
            .assembled(FaultyCheckpointer.assembly(Unjournaled::new)),
        bug("BLOCKS_RELEASED_WITH_THEIR_BATCH", "deletes blocks when their batch is complete")
            .assembled(FaultyCheckpointer.assembly(WithBatch::new)),
        bug("DELETION_NOT_FORCED", "does not force that a segment is gone before the next one goes")
            .stored(UnforcedDeletion::new));
  }

  private static SeededBug bug(String name, String mistake) {
    return SeededBug.of("retention", name, mistake);
  }

  private static Optional<Release> forNewest(RetentionPolicy policy, List<Kept> all) {
    return policy.decide(all).map(sound -> new Release(sound.checkpoints(), needed(all.get(0))));
  }

  private static Map<String, Long> needed(Kept checkpoint) {
    Map<String, Long> needed = new TreeMap<>();
    checkpoint.positions().logs().forEach((log, p) -> needed.put(log, p.neededFromLsn()));
    return needed;
  }

  private static Optional<Release> oneMore(RetentionPolicy policy, List<Kept> all) {
    return policy
        .decide(all)
        .map(
            sound -> {
              Map<String, Long> more = new TreeMap<>(sound.keepFrom());
              more.replaceAll((log, lsn) -> lsn + 1);
              return new Release(sound.checkpoints(), more);
            });
  }

  private static Optional<Release> byJournal(RetentionPolicy policy, List<Kept> all) {
    return policy
        .decide(all)
        .map(
            sound -> {
              Map<String, Long> other = new TreeMap<>(sound.keepFrom());
              long journal = other.get("journal");
              other.replaceAll((log, lsn) -> journal);
              return new Release(sound.checkpoints(), other);
            });
  }

  private static Optional<Release> newest(RetentionPolicy policy, List<Kept> all) {
    return policy
        .decide(all)
        .map(
            sound -> {
              List<CheckpointId> wrong =
                  all.subList(0, sound.checkpoints().size()).stream().map(Kept::id).toList();
              return new Release(wrong, sound.keepFrom());
            });
  }

  private static final class LogsFirst extends FaultyCheckpointer {
    LogsFirst(Parts parts) {
      super(parts);
    }

    @Override
    protected void delete(Release release) {
      parts().lanes().checkpoint().execute(() -> releaseLogs(parts(), release.keepFrom()));
      super.delete(release);
    }

    private static void releaseLogs(Parts parts, Map<String, Long> keepFrom) {
      keepFrom.forEach(parts.callbacks()::releaseLog);
    }
  }

  private static final class Unjournaled extends FaultyCheckpointer {
    Unjournaled(Parts parts) {
      super(parts);
    }

    @Override
    protected void release(Release release) {
      super.delete(release);
      super.release(release);
    }
  }

  private static final class WithBatch extends FaultyCheckpointer {
    WithBatch(Parts parts) {
      super(parts);
    }

    @Override
    public void request(Supplier<CheckpointImage> image) {
      for (Map.Entry<String, Position> log : image.get().positions().logs().entrySet()) {
        if (log.getKey().startsWith("data/")) {
          long needed = log.getValue().neededFromLsn();
          parts()
              .lanes()
              .checkpoint()
              .execute(() -> parts().callbacks().releaseLog(log.getKey(), needed));
        }
      }
      super.request(image);
    }
  }

  private static final class UnforcedDeletion extends FaultyStorage {
    private final Set<String> deletedIn = new HashSet<>();

    UnforcedDeletion(Storage real) {
      super(real);
    }

    @Override
    public void delete(String path) {
      super.delete(path);
      if (path.endsWith(".hfw")) {
        deletedIn.add(path.substring(0, path.lastIndexOf('/')));
      }
    }

    @Override
    public void forceDirectory(String directory) {
      if (!deletedIn.remove(directory)) {
        super.forceDirectory(directory);
      }
    }
  }
}
