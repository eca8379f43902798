package io.holdfast.inspection.mend;

import io.holdfast.HoldfastException;
import io.holdfast.engine.journal.JournalCodec;
import io.holdfast.engine.journal.JournalEvent;
import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.inspection.mend.CheckpointMending.Usable;
import io.holdfast.wal.LogInspector;
import io.holdfast.wal.TailMark;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StoragePath;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an application does not know any more when it stands at a target: events, blocks, batches,
 * versions of states; and what of its logs cannot be read but is not needed either.
 */
public final class Losses {
  private final Application app;
  private final Target target;
  private final long known;
  private final List<LsnRange> unreadable = new ArrayList<>();
  private final Map<String, StreamLoss> streams = new TreeMap<>();
  private final TreeSet<Long> allocated = new TreeSet<>();
  private final TreeSet<Long> completed = new TreeSet<>();
  private final Map<String, Long> versions = new TreeMap<>();
  private final Map<String, List<LsnRange>> filled = new TreeMap<>();
  private long events;

  /**
   * What is lost of a stream.
   *
   * @param offsets how far its source was durable, by what is lost
   */
  record StreamLoss(
      long first, long last, long blocks, long records, TreeMap<String, Long> offsets) {

    StreamLoss and(ReceivedBlock block) {
      block.advance(offsets);
      return new StreamLoss(
          Math.min(first, block.sequence()),
          Math.max(last, block.sequence()),
          blocks + 1,
          records + block.records(),
          offsets);
    }
  }

  private Losses(Application app, Target target) {
    this.app = app;
    this.target = target;
    long end = Math.max(app.journal().lastLsn(), marked());
    for (Usable checkpoint : app.checkpoints()) {
      end = Math.max(end, checkpoint.positions().journalLsn());
    }
    this.known = end;
  }

  static Losses of(Application app, Target target) {
    Losses losses = new Losses(app, target);
    losses.read();
    return losses;
  }

  /** Through which event the journal was durable, says the hint beside it; 0 if there is none. */
  private long marked() {
    String mark = StoragePath.join(app.journal().directory(), TailMark.FILE_NAME);
    try {
      return LogInspector.tailMarks(app.draft(), mark).stream()
          .mapToLong(TailMark::durableLsn)
          .max()
          .orElse(0);
    } catch (StorageException e) {
      return 0;
    }
  }

  private void read() {
    long next = target.lsn() + 1;
    for (LsnRange run : app.journal().runs()) {
      if (run.last() < next) {
        continue;
      }
      LsnRange wanted = new LsnRange(Math.max(next, run.first()), run.last());
      unreadable(next, wanted.first() - 1);
      app.journal()
          .forEachRecord(
              app.draft(), wanted, (segment, frame) -> event(frame.lsn(), frame.payload()));
      next = wanted.last() + 1;
    }
    unreadable(next, known);
  }

  private void unreadable(long first, long last) {
    if (first <= last) {
      unreadable.add(new LsnRange(first, last));
    }
  }

  private void event(long lsn, ByteBuffer payload) {
    JournalEvent event;
    try {
      event = JournalCodec.decode(payload, "an event");
    } catch (HoldfastException e) {
      unreadable(lsn, lsn);
      return;
    }
    events++;
    if (event instanceof BlockAdded added) {
      ReceivedBlock block = added.block();
      StreamLoss before =
          streams.getOrDefault(
              block.stream(), new StreamLoss(Long.MAX_VALUE, 0, 0, 0, new TreeMap<>()));
      streams.put(block.stream(), before.and(block));
    } else if (event instanceof BatchAllocated batch) {
      allocated.add(batch.time().epochMillis());
    } else if (event instanceof BatchCompleted batch) {
      completed.add(batch.time().epochMillis());
      batch.states().forEach(state -> versions.put(state, batch.time().epochMillis()));
    }
  }

  /** Records of a log that cannot be read, and that nobody needs. */
  void filled(String directory, List<LsnRange> ranges) {
    if (!ranges.isEmpty()) {
      filled.put(directory, ranges);
    }
  }

  /** The last event of the journal that is known to have been durable. */
  public long knownLsn() {
    return known;
  }

  long events() {
    return events;
  }

  List<LsnRange> unreadableEvents() {
    return unreadable;
  }

  Map<String, StreamLoss> streams() {
    return streams;
  }

  /** Batches of which the allocation is not known any more, completed ones too. */
  Set<Long> allocatedBatches() {
    return allocated;
  }

  /** Batches of which the completion is not known any more. */
  Set<Long> completedBatches() {
    return completed;
  }

  /** Those of them that the application still knows as pending, so that a start asks outputs. */
  Set<Long> pendingBatches() {
    TreeSet<Long> pending = new TreeSet<>();
    target.state().pending().forEach(batch -> pending.add(batch.time().epochMillis()));
    return pending;
  }

  /** The last versions that states had, where they have another one now. */
  Map<String, Long> stateVersions() {
    return versions;
  }

  Map<String, List<LsnRange>> filled() {
    return filled;
  }

  /** How far a partition of a stream's source is durable at the target. */
  Optional<Long> offset(String stream, String partition) {
    return Optional.ofNullable(target.state().trackers().get(stream))
        .map(tracker -> tracker.durableOffsets().get(partition));
  }

  /** Whether the application knows all that it knew. */
  public boolean nothing() {
    return events == 0 && unreadable.isEmpty();
  }
}
