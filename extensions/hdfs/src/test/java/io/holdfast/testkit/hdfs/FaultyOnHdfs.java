package io.holdfast.testkit.hdfs;

import io.holdfast.engine.Assembly;
import io.holdfast.engine.journal.Journal;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.receiver.ReceiverTracker;
import io.holdfast.testkit.process.LifeConditions;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.ForwardingAppender;
import io.holdfast.wal.storage.ForwardingStorage;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.util.function.Consumer;

/** Deliberate faults, which a suite that kills has to notice. */
final class FaultyOnHdfs {
  private FaultyOnHdfs() {}

  /**
   * A force of the journal does nothing. What is not forced on HDFS waits in its client, so it dies
   * with the job.
   */
  public static final class LyingForces implements LifeConditions {
    @Override
    public Storage storage(Storage steps) {
      return new LyingStorage(steps, "");
    }
  }

  private static final class LyingStorage extends ForwardingStorage {
    private final String prefix;

    LyingStorage(Storage inner, String prefix) {
      super(inner);
      this.prefix = prefix;
    }

    @Override
    public Storage directory(String path) {
      return new LyingStorage(inner().directory(path), StoragePath.join(prefix, path));
    }

    @Override
    public Appender createExclusive(String path, long expectedBytes) {
      Appender real = super.createExclusive(path, expectedBytes);
      boolean lies = StoragePath.join(prefix, path).startsWith("journal/");
      return lies ? new LyingAppender(real) : real;
    }
  }

  private static final class LyingAppender extends ForwardingAppender {
    LyingAppender(Appender real) {
      super(real);
    }

    @Override
    public void force() {
      // Said to be done.
    }
  }

  /** The sender is told before the block is in the journal. */
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
}
