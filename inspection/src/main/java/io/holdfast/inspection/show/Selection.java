package io.holdfast.inspection.show;

import io.holdfast.HoldfastException;
import io.holdfast.checkpoint.placed.PlacesRecord;
import io.holdfast.checkpoint.state.StateChunk;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.block.BlockFormat;
import io.holdfast.engine.journal.JournalCodec;
import io.holdfast.engine.journal.JournalEvent;
import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.JournalEvent.BlockRange;
import io.holdfast.engine.journal.JournalEvent.EpochStarted;
import io.holdfast.inspection.ExecutorRecords;
import io.holdfast.inspection.LogKind;
import io.holdfast.inspection.Owner;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogInspector;
import io.holdfast.wal.storage.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which records of an application's logs are of interest: by LSN, by the batches that they belong
 * to, by stream. Which blocks make up a batch is only in the journal, so that is read first where
 * it matters.
 */
public final class Selection {
  /** Everything. */
  public static final Selection ALL =
      new Selection(0, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE, Optional.empty());

  private final long fromLsn;
  private final long toLsn;
  private final long fromBatch;
  private final long toBatch;
  private final Optional<String> stream;
  private final Map<String, NavigableMap<Long, Long>> blocks = new HashMap<>();

  private Selection(
      long fromLsn, long toLsn, long fromBatch, long toBatch, Optional<String> stream) {
    this.fromLsn = fromLsn;
    this.toLsn = toLsn;
    this.fromBatch = fromBatch;
    this.toBatch = toBatch;
    this.stream = stream;
  }

  /** The same, only with LSNs from one to another, both included. */
  public Selection ofLsns(long from, long to) {
    return new Selection(from, to, fromBatch, toBatch, stream);
  }

  /** The same, only with batches whose times are from one to another, both included. */
  public Selection ofBatches(long fromMillis, long toMillis) {
    return new Selection(fromLsn, toLsn, fromMillis, toMillis, stream);
  }

  /** The same, only with one stream. */
  public Selection ofStream(String name) {
    return new Selection(fromLsn, toLsn, fromBatch, toBatch, Optional.of(name));
  }

  /** Whether only some batches are wanted. */
  public boolean byBatch() {
    return fromBatch != Long.MIN_VALUE || toBatch != Long.MAX_VALUE;
  }

  /** Whether everything is wanted. */
  public boolean all() {
    return fromLsn <= 0 && toLsn == Long.MAX_VALUE && !byBatch() && stream.isEmpty();
  }

  /** Whether a batch is wanted. */
  public boolean batch(long timeMillis) {
    return timeMillis >= fromBatch && timeMillis <= toBatch;
  }

  /**
   * Finds out from the journal which blocks the wanted batches consist of.
   *
   * @param application its directory
   * @return how many of the wanted batches the journal knows
   */
  public int readJournal(Storage application) {
    List<BatchAllocated> wanted = new ArrayList<>();
    LogInspector.of(
            application,
            ApplicationLayout.JOURNAL,
            Owner.log(application, ApplicationLayout.JOURNAL),
            0)
        .report(
            frame -> {
              if (frame.isRecord()
                  && event(frame).orElse(null) instanceof BatchAllocated allocated
                  && batch(allocated.time().epochMillis())) {
                wanted.add(allocated);
              }
            });
    for (BatchAllocated allocated : wanted) {
      for (BlockRange range : allocated.ranges()) {
        blocks
            .computeIfAbsent(range.stream(), name -> new TreeMap<>())
            .merge(range.first(), range.last(), Math::max);
      }
    }
    return wanted.size();
  }

  /** Whether a frame is wanted; one that is no record only if nothing is left out. */
  boolean frame(LogKind kind, Frame frame) {
    if (all()) {
      return true;
    }
    if (frame.lsn() < fromLsn || frame.lsn() > toLsn) {
      return false;
    }
    if (!byBatch() && stream.isEmpty()) {
      return true;
    }
    return frame.isRecord() && record(kind, frame);
  }

  /** What cannot be decoded is shown: somebody who searches wants to know of it. */
  private boolean record(LogKind kind, Frame frame) {
    try {
      return switch (kind) {
        case JOURNAL -> event(frame).map(this::event).orElse(true);
        case DATA -> block(frame);
        case STATE -> chunk(frame);
        case EXECUTOR -> ExecutorRecords.isChunk(frame.payload()) ? chunk(frame) : block(frame);
        case PLACES -> batch(PlacesRecord.decode(frame.payload(), "a record").version());
        case UNKNOWN -> true;
      };
    } catch (HoldfastException e) {
      return true;
    }
  }

  private boolean block(Frame frame) {
    BlockFormat.Header header = BlockFormat.header(frame.payload(), "a block");
    return block(header.stream(), header.sequence());
  }

  private boolean chunk(Frame frame) {
    StateChunk chunk = StateChunk.header(frame.payload(), "a state record");
    return chunk.kind() == StateChunk.Kind.CLASSES || batch(chunk.version());
  }

  private static Optional<JournalEvent> event(Frame frame) {
    try {
      return Optional.of(JournalCodec.decode(frame.payload(), "LSN " + frame.lsn()));
    } catch (HoldfastException e) {
      return Optional.empty();
    }
  }

  private boolean event(JournalEvent event) {
    if (event instanceof BlockAdded added) {
      return block(added.block().stream(), added.block().sequence());
    } else if (event instanceof BatchAllocated allocated) {
      return batch(allocated.time().epochMillis())
          && (stream.isEmpty()
              || allocated.ranges().stream().anyMatch(r -> stream.get().equals(r.stream())));
    } else if (event instanceof BatchCompleted completed) {
      return batch(completed.time());
    } else if (event instanceof EpochStarted started) {
      return byBatch() && batch(started.startedMillis());
    }
    return false;
  }

  private boolean batch(BatchTime time) {
    return batch(time.epochMillis()) && (stream.isEmpty() || byBatch());
  }

  private boolean block(String of, long sequence) {
    if (stream.isPresent() && !stream.get().equals(of)) {
      return false;
    }
    if (!byBatch()) {
      return true;
    }
    NavigableMap<Long, Long> ranges = blocks.get(of);
    Map.Entry<Long, Long> range = ranges == null ? null : ranges.floorEntry(sequence);
    return range != null && sequence <= range.getValue();
  }
}
