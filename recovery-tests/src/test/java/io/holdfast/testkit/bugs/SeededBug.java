package io.holdfast.testkit.bugs;

import io.holdfast.checkpoint.CheckpointStore;
import io.holdfast.checkpoint.state.StateStore;
import io.holdfast.engine.Assembly;
import io.holdfast.engine.EngineSettings;
import io.holdfast.engine.batch.BatchTimes;
import io.holdfast.engine.batch.Lanes;
import io.holdfast.engine.checkpointing.CheckpointImage;
import io.holdfast.engine.checkpointing.Checkpointer;
import io.holdfast.engine.checkpointing.GraphSections;
import io.holdfast.engine.checkpointing.RetentionPolicy.Kept;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.Journal;
import io.holdfast.engine.journal.JournalEvent;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.receiver.ReceiverTracker;
import io.holdfast.engine.state.StateSet;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.stream.BatchTime;
import io.holdfast.testkit.scenario.Conditions;
import io.holdfast.wal.EpochClaim;
import io.holdfast.wal.Fence;
import io.holdfast.wal.WriteAheadLog;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.ForwardingStorage;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Deliberate faults. A suite that does not find each of them proves nothing. */
enum SeededBug implements Conditions {
  SKIP_FORCE_OF_DATA_LOG {
    @Override
    public Storage storage(Storage real) {
      return new LyingStorage(real, path -> path.startsWith("data/"), path -> false);
    }
  },
  SKIP_FORCE_OF_JOURNAL {
    @Override
    public Storage storage(Storage real) {
      return new LyingStorage(real, path -> path.startsWith("journal/"), path -> false);
    }
  },
  SKIP_FORCE_OF_STATE {
    @Override
    public Storage storage(Storage real) {
      return new LyingStorage(real, path -> path.startsWith("state/"), path -> false);
    }
  },
  SKIP_FORCE_OF_OUTPUT {
    @Override
    public Storage storage(Storage real) {
      return new LyingStorage(real, path -> path.startsWith("_holdfast/"), path -> false);
    }
  },
  SKIP_DIRECTORY_FORCE {
    @Override
    public Storage storage(Storage real) {
      return new LyingStorage(real, path -> false, path -> true);
    }
  },
  SKIP_DIRECTORY_FORCE_OF_OUTPUT {
    @Override
    public Storage storage(Storage real) {
      return new LyingStorage(
          real, path -> false, path -> path.isEmpty() || path.startsWith("_holdfast"));
    }
  },
  ACKNOWLEDGE_BEFORE_F2 {
    @Override
    public Assembly assembly() {
      return new Assembly() {
        @Override
        public ReceiverTracker receiverTracker(Journal journal, Consumer<ReceivedBlock> onAdded) {
          return new ReceiverTracker(journal, onAdded) {
            @Override
            public void stored(ReceivedBlock block) {
              acknowledge(block);
              super.stored(block);
            }
          };
        }
      };
    }
  },
  APPLY_BEFORE_APPEND {
    @Override
    public Assembly assembly() {
      return new Assembly() {
        @Override
        public Journal journal(
            WriteAheadLog log,
            DriverState state,
            SerialExecutor driver,
            Consumer<Throwable> onFailure) {
          return new Journal(log, state, driver, onFailure) {
            @Override
            public void record(JournalEvent event, Runnable then) {
              apply(event, appliedLsn() + 1);
              then.run();
              CompletableFuture<?> unused = append(event);
            }
          };
        }
      };
    }
  },
  COMMIT_OUTPUT_BEFORE_F4 {
    @Override
    public Assembly assembly() {
      return new Assembly() {
        @Override
        public StateSet states(Map<String, StateStore> stores, int partitions) {
          return new StateSet(stores, partitions) {
            @Override
            public CompletableFuture<Batch> persist(Batch batch) {
              CompletableFuture<Batch> unused = super.persist(batch);
              return CompletableFuture.completedFuture(batch);
            }
          };
        }
      };
    }
  },
  RELEASE_BEFORE_CHECKPOINT_IS_DURABLE {
    @Override
    public Assembly assembly() {
      return new Assembly() {
        @Override
        public Checkpointer checkpointer(
            CheckpointStore store,
            GraphSections sections,
            EngineSettings settings,
            List<Kept> kept,
            Lanes lanes,
            Checkpointer.Callbacks callbacks) {
          return new Checkpointer(
              store, sections, settings.retention(), kept, lanes, () -> 0, callbacks) {
            @Override
            protected CompletableFuture<Long> write(CheckpointImage image) {
              return CompletableFuture.completedFuture(0L);
            }
          };
        }
      };
    }
  },
  REUSE_A_BATCH_TIME {
    @Override
    public Assembly assembly() {
      return new Assembly() {
        @Override
        public BatchTimes batchTimes() {
          return (last, now, interval) -> last.isAfter(BatchTime.NONE) ? last : new BatchTime(now);
        }
      };
    }
  },
  FORGET_THE_EPOCH_CHECK {
    @Override
    public Assembly assembly() {
      return new Assembly() {
        @Override
        public Fence fence(EpochClaim claim) {
          return Fence.NONE;
        }
      };
    }

    @Override
    public void prepare(SimulatedDisk disk) {
      disk.locksEnforced(false);
    }
  };

  /** Forwards everything but some forces. */
  private static final class LyingStorage extends ForwardingStorage {
    private final Predicate<String> files;
    private final Predicate<String> directories;

    LyingStorage(Storage real, Predicate<String> files, Predicate<String> directories) {
      super(real);
      this.files = files;
      this.directories = directories;
    }

    @Override
    public Storage directory(String path) {
      return new LyingStorage(super.directory(path), files, directories);
    }

    @Override
    public Appender createExclusive(String path) {
      return lying(path, super.createExclusive(path));
    }

    @Override
    public Appender createExclusive(String path, long expectedBytes) {
      return lying(path, super.createExclusive(path, expectedBytes));
    }

    private Appender lying(String path, Appender appender) {
      return files.test(path) ? new UnforcedAppender(appender) : appender;
    }

    @Override
    public void forceDirectory(String directory) {
      if (!directories.test(directory)) {
        super.forceDirectory(directory);
      }
    }
  }
}
