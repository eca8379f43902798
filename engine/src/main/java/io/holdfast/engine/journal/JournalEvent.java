package io.holdfast.engine.journal;

import io.holdfast.stream.BatchTime;
import java.util.List;
import java.util.Map;

/** What happens to an application, as its journal tells it. */
public sealed interface JournalEvent {

  /** A driver has taken over with a new epoch. */
  record EpochStarted(long epoch, long startedMillis, String by) implements JournalEvent {}

  /** A block is part of its stream, with all that is needed to find its records (F2). */
  record BlockAdded(ReceivedBlock block) implements JournalEvent {}

  /** Which blocks make up a batch (F3); streams that bring nothing are left out. */
  record BatchAllocated(BatchTime time, List<BlockRange> ranges) implements JournalEvent {}

  /** Every output of the batch has committed (F6). {@code states} now have the batch's version. */
  record BatchCompleted(BatchTime time, long epoch, long records, List<String> states)
      implements JournalEvent {}

  /**
   * What is about to be deleted (F8).
   *
   * @param checkpoints file names
   * @param logs per log directory the lowest LSN that is kept
   */
  record Released(List<String> checkpoints, Map<String, Long> logs) implements JournalEvent {}

  /**
   * A driver has found that blocks which only drivers before it had in memory are gone: what is
   * pending now and what is in no batch goes on without them. Each is counted once.
   *
   * @param epoch of the driver that says so
   */
  record BlocksLost(long epoch, List<Loss> losses) implements JournalEvent {}

  /** How much of a stream was lost. */
  record Loss(String stream, long blocks, long records) {}

  /** Blocks {@code first} to {@code last} of a stream. */
  record BlockRange(String stream, long first, long last) {}
}
