package io.holdfast.testkit.chaos;

import io.holdfast.engine.Assembly;
import io.holdfast.source.SourceChoice;
import io.holdfast.testkit.bugs.CopiedFile;
import io.holdfast.testkit.bugs.FaultyAppenders;
import io.holdfast.testkit.bugs.FaultyStorage;
import io.holdfast.testkit.bugs.SeededBug;
import io.holdfast.testkit.process.LifeConditions;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.ForwardingAppender;
import io.holdfast.wal.storage.Hint;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * Deliberate faults, at least one for each suite, which has to notice it. Those that the simulation
 * has too are its own.
 */
final class Faulty {
  private Faulty() {}

  /** A fault of the engine or of a source, as the simulation has it. */
  private abstract static class OfSimulation implements LifeConditions {
    private final SeededBug bug;

    OfSimulation(String name) {
      bug = SeededBug.named(name);
    }

    @Override
    public Assembly assembly() {
      return bug.assembly();
    }

    @Override
    public SourceChoice sources(SourceChoice samples) {
      return bug.sources(samples);
    }
  }

  /** The source is told before the block is in the journal. */
  public static final class EarlyAcknowledgement extends OfSimulation {
    /** Made by name. */
    public EarlyAcknowledgement() {
      super("ACKNOWLEDGE_BEFORE_F2");
    }
  }

  /** The source is told when a record comes in. */
  public static final class AcknowledgedOnReceipt extends OfSimulation {
    /** Made by name. */
    public AcknowledgedOnReceipt() {
      super("ACKNOWLEDGES_ON_RECEIPT");
    }
  }

  /** The same of lines that a feeder hands in. */
  public static final class FedOnReceipt extends FedByChild {
    @Override
    public SourceChoice sources(SourceChoice samples) {
      return new AcknowledgedOnReceipt().sources(super.sources(samples));
    }
  }

  /** The last batch's time is known only since the start, and from then on the clock decides. */
  public static final class LastBatchTimeForgotten extends OfSimulation {
    /** Made by name. */
    public LastBatchTimeForgotten() {
      super("LAST_BATCH_TIME_FORGOTTEN");
    }
  }

  /** The header of a journal's segment is forced, and no record. */
  public static final class LyingForces implements LifeConditions {
    @Override
    public Storage storage(Storage steps) {
      return journalForced(steps, force -> force == 1);
    }
  }

  /** Every other group of the journal rides on the force that was before it. */
  public static final class EveryOtherForce implements LifeConditions {
    @Override
    public Storage storage(Storage steps) {
      return journalForced(steps, force -> force % 2 == 1);
    }
  }

  private static Storage journalForced(Storage steps, IntPredicate which) {
    return FaultyStorage.appending(
        steps,
        path -> path.startsWith("journal/"),
        appender -> FaultyAppenders.forcing(appender, which));
  }

  /** The identity is copied to its name, byte by byte, in place of being renamed. */
  public static final class TornPublication implements LifeConditions {
    @Override
    public Storage storage(Storage steps) {
      return new FaultyStorage(steps) {
        @Override
        public void publish(String from, String to) {
          if (to.equals("identity")) {
            CopiedFile.copy(this, from, to, 1);
            delete(from);
          } else {
            super.publish(from, to);
          }
        }
      };
    }
  }

  /** Without locks; and neither logs nor outputs nor checkpoints look for a newer epoch. */
  public static final class BlindToEpochs extends Unlocked {
    @Override
    public Assembly assembly() {
      return SeededBug.named("FORGET_THE_EPOCH_CHECK").assembly();
    }

    @Override
    public Storage storage(Storage steps) {
      return new FaultyStorage(super.storage(steps)) {
        private List<FileStatus> checkpoints;

        /** Checkpoints as they were at the start; of an output, nothing that others have there. */
        @Override
        public synchronized List<FileStatus> list(String directory) {
          if (directory.startsWith("_holdfast/")) {
            return List.of();
          }
          if (!directory.equals("checkpoints")) {
            return super.list(directory);
          }
          if (checkpoints == null) {
            checkpoints =
                super.list(directory).stream().filter(f -> f.name().endsWith(".hfc")).toList();
          }
          return checkpoints;
        }

        /** Takes a name that is taken: of a batch that the other has committed as well. */
        @Override
        public void publish(String from, String to) {
          if (from.startsWith("_holdfast/")) {
            deleteTree(to);
          }
          super.publish(from, to);
        }
      };
    }
  }

  /** What a disk says when it refuses is lost on the way, and only that it failed is left. */
  public static final class HiddenCause implements LifeConditions {
    @Override
    public Storage storage(Storage steps) {
      return new FaultyStorage(steps) {
        @Override
        public Appender createExclusive(String path) {
          return hiding(() -> super.createExclusive(path));
        }

        @Override
        public Appender createExclusive(String path, long expectedBytes) {
          return hiding(() -> super.createExclusive(path, expectedBytes));
        }

        @Override
        public Hint hint(String path) {
          return hiding(() -> super.hint(path));
        }

        @Override
        public void createDirectories(String directory) {
          hiding(() -> super.createDirectories(directory));
        }

        @Override
        public void createDirectory(String directory) {
          hiding(() -> super.createDirectory(directory));
        }

        @Override
        public void publish(String from, String to) {
          hiding(() -> super.publish(from, to));
        }

        @Override
        public void forceDirectory(String directory) {
          hiding(() -> super.forceDirectory(directory));
        }

        @Override
        public void delete(String path) {
          hiding(() -> super.delete(path));
        }

        @Override
        protected Appender appender(String path, Appender real) {
          return new ForwardingAppender(real) {
            @Override
            public void write(ByteBuffer... buffers) {
              hiding(() -> super.write(buffers));
            }

            @Override
            public void force() {
              hiding(super::force);
            }
          };
        }
      };
    }

    private static <T> T hiding(Supplier<T> asked) {
      try {
        return asked.get();
      } catch (StorageException e) {
        throw new UncheckedIOException(new IOException("it failed"));
      }
    }

    private static void hiding(Runnable asked) {
      hiding(
          () -> {
            asked.run();
            return null;
          });
    }
  }
}
