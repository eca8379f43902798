package io.holdfast.inspection.mend;

import io.holdfast.HoldfastException;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.block.BlockFormat;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.JournalCodec;
import io.holdfast.engine.journal.JournalEvent;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.journal.ReceivedBlockTracker;
import io.holdfast.wal.RecordReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Folds the journal from a state on as far as the events fit, and knows at which of them everything
 * is there that a start would need.
 */
final class Fold {
  private final Draft draft;
  private final Map<String, LogParts> data;
  private final Set<String> lost = new TreeSet<>();
  private final List<Mark> marks = new ArrayList<>();
  private final DriverState state;
  private final long after;
  private long lastLsn;
  private String contradiction = "";

  /**
   * A place in the journal at which no block is missing.
   *
   * @param pending batches that are allocated and not completed there
   */
  record Mark(long lsn, Map<String, Long> stateVersions, List<Long> pending) {}

  /**
   * @param state is changed
   * @param after the last event that the state contains
   * @param data the data logs by their names
   */
  Fold(Draft draft, Map<String, LogParts> data, DriverState state, long after) {
    this.draft = draft;
    this.data = data;
    this.state = state;
    this.after = after;
    this.lastLsn = after;
  }

  /** Folds events behind the state up to {@code through}. */
  void run(LogParts journal, long through) {
    findLost();
    mark();
    for (LsnRange run : journal.runs()) {
      if (run.first() <= lastLsn + 1 && run.last() > lastLsn && lastLsn < through) {
        LsnRange wanted = new LsnRange(lastLsn + 1, Math.min(through, run.last()));
        journal.forEachRecord(
            draft,
            wanted,
            (segment, frame) -> {
              if (contradiction.isEmpty() && frame.lsn() == lastLsn + 1) {
                apply(frame.lsn(), () -> JournalCodec.decode(frame.payload(), "an event"));
              }
            });
      }
    }
  }

  private void apply(long lsn, Supplier<JournalEvent> decoded) {
    try {
      JournalEvent event = decoded.get();
      state.apply(event);
      lastLsn = lsn;
      if (event instanceof BlockAdded added && !isThere(added.block())) {
        lost.add(id(added.block()));
      } else if (event instanceof BatchCompleted && !lost.isEmpty()) {
        findLost();
      }
      mark();
    } catch (HoldfastException e) {
      contradiction = e.getMessage();
    }
  }

  /** Of places with the same batches the last one counts. */
  private void mark() {
    if (!lost.isEmpty()) {
      return;
    }
    List<Long> pending = state.pending().stream().map(batch -> batch.time().epochMillis()).toList();
    Mark mark = new Mark(lastLsn, state.stateVersions(), pending);
    int newest = marks.size() - 1;
    boolean same =
        newest >= 0
            && marks.get(newest).stateVersions.equals(mark.stateVersions)
            && marks.get(newest).pending.equals(pending);
    if (same) {
      marks.set(newest, mark);
    } else {
      marks.add(mark);
    }
  }

  private void findLost() {
    lost.clear();
    needed(state).filter(block -> !readable(block)).forEach(block -> lost.add(id(block)));
  }

  /** The blocks that a start would need. */
  static Stream<ReceivedBlock> needed(DriverState state) {
    return Stream.concat(
        state.pending().stream().flatMap(batch -> batch.allBlocks().stream()),
        state.trackers().values().stream()
            .map(ReceivedBlockTracker::unallocated)
            .flatMap(List::stream));
  }

  /** Whether a frame that verifies lies where the block should; cheap. */
  private boolean isThere(ReceivedBlock block) {
    return block
        .inLog()
        .map(place -> data.containsKey(place.log()) && data.get(place.log()).holds(place.handle()))
        .orElse(true);
  }

  private boolean readable(ReceivedBlock block) {
    return block
        .inLog()
        .map(
            place -> {
              LogParts log = data.get(place.log());
              if (log == null) {
                return false;
              }
              String directory = ApplicationLayout.dataLog(place.log());
              try (RecordReader reader = new RecordReader(draft, directory, log.id())) {
                BlockFormat.Header header =
                    BlockFormat.header(reader.read(place.handle()), id(block));
                return header.stream().equals(block.stream())
                    && header.sequence() == block.sequence()
                    && header.records() == block.records();
              } catch (HoldfastException e) {
                return false;
              }
            })
        .orElse(true);
  }

  static String id(ReceivedBlock block) {
    return block.stream() + "/" + block.sequence();
  }

  /** The last place at which no block is missing and the states can be as they have to. */
  long best(Predicate<Mark> reachable) {
    for (int i = marks.size() - 1; i >= 0; i--) {
      if (reachable.test(marks.get(i))) {
        return marks.get(i).lsn;
      }
    }
    return -1;
  }

  /** The place at which the fold has come to an end; empty if a block is missing there. */
  Optional<Mark> end() {
    return marks.stream().filter(mark -> mark.lsn == lastLsn).findFirst();
  }

  DriverState state() {
    return state;
  }

  long after() {
    return after;
  }

  /** The last event that fits. */
  long lastLsn() {
    return lastLsn;
  }

  /** Why the fold ended before the journal; empty if it did not. */
  String contradiction() {
    return contradiction;
  }

  /** Blocks that a start would need at the end, and that nobody can read. */
  Set<String> lost() {
    return new TreeSet<>(lost);
  }

  /** Up to which LSN each data log must have been durable for a state and events to be there. */
  static void prove(ReceivedBlock block, Map<String, Long> proven) {
    block.inLog().ifPresent(place -> proven.merge(place.log(), place.handle().lsn(), Math::max));
  }
}
