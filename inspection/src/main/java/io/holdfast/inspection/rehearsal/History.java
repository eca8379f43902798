package io.holdfast.inspection.rehearsal;

import io.holdfast.HoldfastException;
import io.holdfast.NotReplayableException;
import io.holdfast.checkpoint.Checkpoint;
import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.checkpoint.CheckpointStore;
import io.holdfast.checkpoint.state.StateLogCheck;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.checkpointing.LogPositions;
import io.holdfast.engine.checkpointing.Sections;
import io.holdfast.engine.journal.Allocation;
import io.holdfast.engine.journal.BlockLocation.InLog;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.JournalCodec;
import io.holdfast.engine.journal.JournalEvent;
import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.recovery.RecoveryPlan;
import io.holdfast.engine.recovery.RecoveryPlanner;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.storage.Storage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the last batches of an application that can be run once more: their allocations are on
 * record, their blocks are still there, and so is each state as it was before them. Reads only;
 * used once, by one thread.
 */
final class History {
  private final Storage storage;
  private final ApplicationIdentity identity;
  private final RecoveryPlan plan;
  private final Map<String, StateLogCheck> states = new HashMap<>();
  private Base base;
  private String limit = "";

  /**
   * What can be rehearsed.
   *
   * @param plan what a start would begin with
   * @param before the driver's state before the first of the batches, with all of them allocated
   *     and none completed
   * @param batches oldest first
   * @param limit why there are no more; empty if there are as many as were asked for
   */
  record Found(
      ApplicationIdentity identity,
      RecoveryPlan plan,
      DriverState before,
      List<Allocation> batches,
      String limit) {

    /** The batch after which everything is compared. */
    BatchTime last() {
      return batches.get(batches.size() - 1).time();
    }
  }

  /** The oldest checkpoint that the journal leads on from, and what the journal says behind it. */
  private record Base(Checkpoint checkpoint, List<JournalEvent> events, List<Done> completed) {
    DriverState state() {
      String place = "checkpoint " + checkpoint.id();
      return DriverState.decode(
          Sections.require(checkpoint, Sections.PENDING_OUTLINE).bytes(), place);
    }
  }

  /** A batch that was completed, and how many of its records were nowhere but in memory. */
  private record Done(Allocation batch, long onlyInMemory) {}

  private History(Storage storage, String application) {
    this.storage = storage;
    this.identity = ApplicationIdentity.require(storage).requireName(application, storage);
    this.plan = RecoveryPlanner.preview(storage, identity);
  }

  /**
   * Looks.
   *
   * @param application its name
   * @param stateNames of the states that have to be there
   * @param most batches that are wanted
   * @throws NotReplayableException if there is none
   */
  static Found of(Storage storage, String application, Set<String> stateNames, int most) {
    return new History(storage, application).find(stateNames, most);
  }

  private Found find(Set<String> stateNames, int most) {
    base = base();
    List<Done> completed = base.completed;
    if (completed.size() < most) {
      limit =
          "no more are on record behind checkpoint ("
              + base.checkpoint.id()
              + "), the oldest that is kept";
    }
    int first = completed.size();
    int lowest = Math.max(0, completed.size() - most);
    for (int i = completed.size() - 1; i >= lowest; i--) {
      String obstacle = obstacle(completed.get(i)).orElse(stateObstacle(i, stateNames));
      if (!obstacle.isEmpty()) {
        limit = "batch " + completed.get(i).batch.time().epochMillis() + " " + obstacle;
        break;
      }
      first = i;
    }
    if (first == completed.size()) {
      throw new NotReplayableException(
          storage.location()
              + ": no completed batch can be run once more: "
              + (limit.isEmpty() ? "there is none" : limit)
              + ".");
    }
    List<Allocation> batches =
        completed.subList(first, completed.size()).stream().map(Done::batch).toList();
    return new Found(identity, plan, stateBefore(first), batches, limit);
  }

  private Base base() {
    List<CheckpointId> ids = new ArrayList<>(store().list());
    Collections.reverse(ids);
    HoldfastException last = null;
    for (CheckpointId id : ids) {
      try {
        Checkpoint checkpoint = store().read(id);
        long after = LogPositions.of(checkpoint).journalLsn();
        if (plan.journal().firstLsn() <= after + 1) {
          return base(checkpoint, after);
        }
      } catch (HoldfastException e) {
        last = e;
      }
    }
    throw last != null
        ? last
        : new NotReplayableException(
            storage.location()
                + ": no completed batch can be run once more: there is no checkpoint that the"
                + " journal leads on from.");
  }

  private CheckpointStore store() {
    return new CheckpointStore(storage, ApplicationLayout.CHECKPOINTS, identity.id());
  }

  private Base base(Checkpoint checkpoint, long after) {
    String location = storage.location() + "/" + ApplicationLayout.JOURNAL;
    List<JournalEvent> events = new ArrayList<>();
    LogScan unused =
        LogScanner.scan(
                storage,
                ApplicationLayout.JOURNAL,
                ApplicationLayout.logId(identity.id(), ApplicationLayout.JOURNAL),
                after,
                (segment, frame) -> {
                  if (frame.lsn() > after) {
                    events.add(JournalCodec.decode(frame.payload(), location));
                  }
                })
            .requireSound();
    List<Done> completed = new ArrayList<>();
    Base found = new Base(checkpoint, events, completed);
    DriverState state = found.state();
    for (JournalEvent event : events) {
      if (event instanceof BatchCompleted done) {
        state.pending().stream()
            .filter(batch -> batch.time().equals(done.time()))
            .forEach(batch -> completed.add(new Done(batch, onlyInMemory(batch))));
      }
      state.apply(event);
    }
    return found;
  }

  private static long onlyInMemory(Allocation batch) {
    return batch.allBlocks().stream()
        .filter(block -> block.lostBefore(Long.MAX_VALUE))
        .mapToLong(ReceivedBlock::records)
        .sum();
  }

  /** Why the records of a batch cannot be had again. */
  private Optional<String> obstacle(Done done) {
    if (done.onlyInMemory > 0) {
      return Optional.of(
          "had "
              + done.onlyInMemory
              + " records that were nowhere but in memory (Protection.NONE) and are gone");
    }
    return done.batch.allBlocks().stream()
        .filter(block -> block.inLog().filter(this::isGone).isPresent())
        .findFirst()
        .map(block -> "has blocks that retention has released from the data log");
  }

  private boolean isGone(InLog place) {
    LogScan log = plan.dataLogs().get(place.log());
    return log == null || place.handle().lsn() < log.firstLsn();
  }

  /** Why the states cannot be had as they were before a batch; empty if they can. */
  private String stateObstacle(int batch, Set<String> names) {
    DriverState before = stateBefore(batch);
    for (String name : names) {
      long version = before.stateVersion(name);
      if (version > 0 && check(name).obstacle(name, version).isPresent()) {
        return "cannot be begun with: state '"
            + name
            + "' as it was before it has been released by retention";
      }
    }
    return "";
  }

  private StateLogCheck check(String state) {
    return states.computeIfAbsent(
        state,
        name -> {
          String log = ApplicationLayout.stateLog(name);
          StateLogCheck check = new StateLogCheck(storage.location() + "/" + log);
          LogScan unused =
              LogScanner.scan(
                      storage,
                      log,
                      ApplicationLayout.logId(identity.id(), log),
                      plan.positions().durableLsn(log),
                      check)
                  .requireSound();
          return check;
        });
  }

  /** The state with a batch and all that were completed after it allocated, and not completed. */
  private DriverState stateBefore(int batch) {
    BatchTime first = base.completed.get(batch).batch.time();
    BatchTime last = base.completed.get(base.completed.size() - 1).batch.time();
    DriverState state = base.state();
    for (JournalEvent event : base.events) {
      boolean later = event instanceof BatchAllocated a && a.time().isAfter(last);
      boolean again = event instanceof BatchCompleted c && !first.isAfter(c.time());
      if (!later && !again) {
        state.apply(event);
      }
    }
    return state;
  }
}
