package io.holdfast.testkit.chaos;

import io.holdfast.engine.Assembly;
import io.holdfast.engine.batch.BatchTimes;
import io.holdfast.engine.journal.Journal;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.receiver.ReceiverTracker;
import io.holdfast.stream.BatchTime;
import io.holdfast.testkit.process.LifeConditions;
import io.holdfast.wal.EpochClaim;
import io.holdfast.wal.Fence;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageFullException;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Deliberate faults, at least one for each suite, which has to notice it. */
final class Faulty {
  private Faulty() {}

  /** A force of the journal does nothing: found where the machine stops. */
  public static final class LyingForces implements LifeConditions {
    @Override
    public Storage storage(Storage steps) {
      return new LyingStorage(steps, "");
    }
  }

  private static final class LyingStorage extends WrappedStorage {
    LyingStorage(Storage inner, String prefix) {
      super(inner, prefix);
    }

    @Override
    WrappedStorage wrap(Storage view, String viewPrefix) {
      return new LyingStorage(view, viewPrefix);
    }

    @Override
    public Appender createExclusive(String path, long expectedBytes) {
      Appender real = super.createExclusive(path, expectedBytes);
      return !full(path).startsWith("journal/")
          ? real
          : new WrappedAppender(real) {
            @Override
            public void force() {
              // Said to be done.
            }
          };
    }
  }

  /** The source is told before the block is in the journal. */
  public static final class EarlyAcknowledgement implements LifeConditions {
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
  }

  /** Batches are named after the wall clock, whatever was before. */
  public static final class ClockIsTrusted implements LifeConditions {
    @Override
    public Assembly assembly() {
      return new Assembly() {
        @Override
        public BatchTimes batchTimes() {
          return (last, now, interval) -> new BatchTime(now);
        }
      };
    }
  }

  /** A file gets its name when half of it is there. */
  public static final class TornPublication implements LifeConditions {
    @Override
    public Storage storage(Storage steps) {
      return new CopyingStorage(steps, "");
    }
  }

  private static final class CopyingStorage extends WrappedStorage {
    CopyingStorage(Storage inner, String prefix) {
      super(inner, prefix);
    }

    @Override
    WrappedStorage wrap(Storage view, String viewPrefix) {
      return new CopyingStorage(view, viewPrefix);
    }

    @Override
    public void publish(String from, String to) {
      if (!full(to).startsWith("identity")) {
        super.publish(from, to);
        return;
      }
      try (StorageReader reader = open(from);
          Appender copy = createExclusive(to)) {
        ByteBuffer bytes = ByteBuffer.allocate((int) reader.length());
        reader.read(0, bytes);
        for (byte b : bytes.array()) {
          copy.write(ByteBuffer.wrap(new byte[] {b}));
        }
        copy.force();
      }
      delete(from);
    }
  }

  /** Two drivers are alive, and neither sees the other's epochs and staged files. */
  public static final class BlindToEpochs extends Unlocked {
    @Override
    public Storage storage(Storage steps) {
      return new BlindStorage(super.storage(steps), "");
    }

    @Override
    public Assembly assembly() {
      return new Assembly() {
        @Override
        public Fence fence(EpochClaim claim) {
          return Fence.NONE;
        }
      };
    }
  }

  private static final class BlindStorage extends WrappedStorage {
    private final Map<String, List<FileStatus>> seen = new HashMap<>();
    private final Set<String> own = new HashSet<>();

    BlindStorage(Storage inner, String prefix) {
      super(inner, prefix);
    }

    @Override
    WrappedStorage wrap(Storage view, String viewPrefix) {
      return new BlindStorage(view, viewPrefix);
    }

    /** No epoch but those that it has claimed. */
    @Override
    public synchronized boolean exists(String path) {
      return full(path).startsWith("epochs/") ? own.contains(full(path)) : super.exists(path);
    }

    @Override
    public synchronized Appender createExclusive(String path) {
      Appender created = super.createExclusive(path);
      own.add(full(path));
      return created;
    }

    /** Takes a name that is taken. */
    @Override
    public void publish(String from, String to) {
      deleteTree(to);
      super.publish(from, to);
    }

    /** Epochs and checkpoints as it saw them first; and nothing of what others have staged. */
    @Override
    public synchronized List<FileStatus> list(String directory) {
      if (full(directory).startsWith("_holdfast") && directory.endsWith("/staging")) {
        return List.of();
      }
      boolean tells =
          full(directory).equals("checkpoints")
              || (full(directory).startsWith("_holdfast") && directory.endsWith("/epochs"));
      return tells
          ? seen.computeIfAbsent(full(directory), first -> super.list(directory))
          : super.list(directory);
    }
  }

  /** A full disk swallows what does not fit. */
  public static final class SwallowedWrites implements LifeConditions {
    @Override
    public Storage storage(Storage steps) {
      return new SwallowingStorage(steps, "");
    }
  }

  private static final class SwallowingStorage extends WrappedStorage {
    SwallowingStorage(Storage inner, String prefix) {
      super(inner, prefix);
    }

    @Override
    WrappedStorage wrap(Storage view, String viewPrefix) {
      return new SwallowingStorage(view, viewPrefix);
    }

    /** Lies about the room as well, or the log would stop in time. */
    @Override
    public long usableBytes() {
      return Long.MAX_VALUE;
    }

    @Override
    public Appender createExclusive(String path, long expectedBytes) {
      Appender real = super.createExclusive(path, expectedBytes);
      return new WrappedAppender(real) {
        private boolean full;

        @Override
        public void write(ByteBuffer... buffers) {
          try {
            if (!full) {
              super.write(buffers);
            }
          } catch (StorageFullException e) {
            full = true;
          }
        }

        @Override
        public void growAhead(int bytes) {
          // Nothing is gained by it.
        }

        @Override
        public void force() {
          if (!full) {
            super.force();
          }
        }
      };
    }
  }
}
