package io.holdfast.inspection.trace;

import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.checkpoint.ContainerReader;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.journal.BlockLocation.InSource;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.JournalCodec;
import io.holdfast.engine.journal.JournalEvent;
import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.JournalEvent.BlockRange;
import io.holdfast.engine.journal.JournalEvent.EpochStarted;
import io.holdfast.engine.journal.JournalEvent.Released;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.inspection.CheckpointParts;
import io.holdfast.inspection.Owner;
import io.holdfast.source.SourceRange;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogInspector;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What checkpoints and the journal know of the blocks and the batch that are asked for. Reads the
 * journal once, or twice if the question is for a batch, whose blocks stand before it; keeps only
 * what is asked for.
 */
final class Trail {
  /** A block as it is known, and by what. */
  record Known(ReceivedBlock block, String source, long epoch, boolean firstOfJournal) {}

  private final Storage application;
  private final Question question;
  private final Map<Long, Known> blocks = new TreeMap<>();
  private final Map<String, Map<Long, Known>> wanted = new TreeMap<>();
  private final Map<String, Long> released = new HashMap<>();
  private final Map<String, DriverState> checkpoints = new TreeMap<>();
  private Optional<BatchAllocated> allocated = Optional.empty();
  private Optional<BatchCompleted> completed = Optional.empty();
  private long allocatedLsn;
  private long completedLsn;
  private long firstLsn;
  private long epoch;
  private boolean sawBlocks;

  private Trail(Storage application, Question question) {
    this.application = application;
    this.question = question;
  }

  /** Reads what is known. Never throws for what the files hold, as far as that can be decoded. */
  static Trail of(Storage application, Question question) {
    Trail trail = new Trail(application, question);
    trail.readCheckpoints();
    if (question.kind() == Question.Kind.BATCH) {
      trail.walk(trail::findBatch);
      trail.walk(trail::follow);
    } else {
      trail.walk(trail::find);
    }
    return trail;
  }

  private interface Step {
    void event(JournalEvent event, long lsn);
  }

  private void walk(Step step) {
    epoch = 0;
    firstLsn = 0;
    LogInspector.of(
            application,
            ApplicationLayout.JOURNAL,
            Owner.log(application, ApplicationLayout.JOURNAL),
            0)
        .report(
            frame -> {
              if (frame.isRecord()) {
                event(frame, step);
              }
            });
  }

  private void event(Frame frame, Step step) {
    firstLsn = firstLsn == 0 ? frame.lsn() : firstLsn;
    JournalEvent event = JournalCodec.decode(frame.payload(), "LSN " + frame.lsn());
    if (event instanceof EpochStarted started) {
      epoch = started.epoch();
    } else if (event instanceof Released release) {
      release.logs().forEach((log, from) -> released.merge(log, from, Math::max));
    }
    step.event(event, frame.lsn());
  }

  /** Blocks that checkpoints have may stand in the journal no more. */
  private void readCheckpoints() {
    for (FileStatus file : application.list(ApplicationLayout.CHECKPOINTS)) {
      if (CheckpointId.parse(file.name()).isEmpty()) {
        continue;
      }
      String path = StoragePath.join(ApplicationLayout.CHECKPOINTS, file.name());
      try (ContainerReader reader = ContainerReader.open(application, path)) {
        DriverState state = CheckpointParts.state(reader);
        checkpoints.put(file.name(), state);
        remember(state, file.name());
      } catch (RuntimeException e) {
        // Damaged, or gone by now: verify says so, and others may know what is asked for.
        checkpoints.remove(file.name());
      }
    }
  }

  private void remember(DriverState state, String checkpoint) {
    List<ReceivedBlock> known = new ArrayList<>();
    state.trackers().values().forEach(tracker -> known.addAll(tracker.unallocated()));
    state.pending().forEach(batch -> known.addAll(batch.allBlocks()));
    known.forEach(block -> keep(new Known(block, "checkpoint " + checkpoint, 0, false)));
    state.pending().stream()
        .filter(batch -> asked(batch.time().epochMillis()))
        .findFirst()
        .ifPresent(
            batch -> {
              List<BlockRange> ranges = new ArrayList<>();
              batch
                  .blocks()
                  .forEach(
                      (stream, own) ->
                          ranges.add(
                              new BlockRange(
                                  stream,
                                  own.get(0).sequence(),
                                  own.get(own.size() - 1).sequence())));
              allocated = Optional.of(new BatchAllocated(batch.time(), ranges));
            });
  }

  private boolean asked(long batch) {
    return question.kind() == Question.Kind.BATCH && question.number() == batch;
  }

  private void keep(Known known) {
    wanted
        .computeIfAbsent(known.block().stream(), stream -> new TreeMap<>())
        .putIfAbsent(known.block().sequence(), known);
  }

  private void findBatch(JournalEvent event, long lsn) {
    if (event instanceof BatchAllocated batch && asked(batch.time().epochMillis())) {
      allocated = Optional.of(batch);
      allocatedLsn = lsn;
    } else if (event instanceof BatchCompleted batch && asked(batch.time().epochMillis())) {
      completed = Optional.of(batch);
      completedLsn = lsn;
    }
  }

  private void follow(JournalEvent event, long lsn) {
    if (event instanceof BlockAdded added && allocated.isPresent() && inBatch(added.block())) {
      keep(new Known(added.block(), "journal LSN " + lsn, epoch, false));
    }
  }

  private boolean inBatch(ReceivedBlock block) {
    return allocated.orElseThrow().ranges().stream()
        .anyMatch(
            range ->
                range.stream().equals(block.stream())
                    && block.sequence() >= range.first()
                    && block.sequence() <= range.last());
  }

  /** A block stands before its batch, and that before its completion. */
  private void find(JournalEvent event, long lsn) {
    if (event instanceof BlockAdded added && added.block().stream().equals(question.stream())) {
      boolean first = !sawBlocks;
      sawBlocks = true;
      if (blocks.isEmpty() && answers(added.block())) {
        Known known = new Known(added.block(), "journal LSN " + lsn, epoch, first);
        blocks.put(added.block().sequence(), known);
      }
    } else if (event instanceof BatchAllocated batch && allocated.isEmpty()) {
      takeBatch(batch, lsn);
    } else if (event instanceof BatchCompleted batch
        && allocated.isPresent()
        && allocated.get().time().equals(batch.time())) {
      completed = Optional.of(batch);
      completedLsn = lsn;
    }
  }

  private void takeBatch(BatchAllocated batch, long lsn) {
    if (blocks.isEmpty()) {
      // It may be a block that only a checkpoint knows.
      wanted.getOrDefault(question.stream(), Map.of()).values().stream()
          .filter(known -> answers(known.block()))
          .findFirst()
          .ifPresent(known -> blocks.put(known.block().sequence(), known));
    }
    for (Known known : blocks.values()) {
      for (BlockRange range : batch.ranges()) {
        long sequence = known.block().sequence();
        if (range.stream().equals(known.block().stream())
            && sequence >= range.first()
            && sequence <= range.last()) {
          allocated = Optional.of(batch);
          allocatedLsn = lsn;
        }
      }
    }
  }

  private boolean answers(ReceivedBlock block) {
    if (!block.stream().equals(question.stream())) {
      return false;
    }
    return switch (question.kind()) {
      case BATCH -> false;
      case BLOCK, RECORD -> block.sequence() == question.number();
      case POSITION -> holdsPosition(block);
    };
  }

  private boolean holdsPosition(ReceivedBlock block) {
    if (block.location() instanceof InSource source) {
      SourceRange range = source.range();
      return question.ofPartition(range.partition())
          && question.number() >= range.from()
          && question.number() < range.until();
    }
    return block.offsets().entrySet().stream()
        .anyMatch(
            position ->
                question.ofPartition(position.getKey())
                    && position.getValue() >= question.number());
  }

  /** The blocks that are asked for, in order. */
  List<Known> blocks() {
    if (question.kind() != Question.Kind.BATCH) {
      return List.copyOf(blocks.values());
    }
    List<Known> known = new ArrayList<>();
    if (allocated.isPresent()) {
      wanted
          .values()
          .forEach(
              own -> own.values().stream().filter(k -> inBatch(k.block())).forEach(known::add));
    }
    return known;
  }

  Optional<BatchAllocated> allocated() {
    return allocated;
  }

  Optional<BatchCompleted> completed() {
    return completed;
  }

  /** 0 if it is only in a checkpoint. */
  long allocatedLsn() {
    return allocatedLsn;
  }

  long completedLsn() {
    return completedLsn;
  }

  /** The first record of the journal that is there. */
  long firstLsn() {
    return firstLsn;
  }

  /** From which LSN on a log was kept; 0 if nothing of it was released. */
  long keptFrom(String directory) {
    return released.getOrDefault(directory, 0L);
  }

  /** The retained checkpoints with the state of the driver in each, oldest first. */
  Map<String, DriverState> checkpoints() {
    return checkpoints;
  }
}
