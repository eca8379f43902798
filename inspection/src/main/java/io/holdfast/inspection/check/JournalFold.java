package io.holdfast.inspection.check;

import io.holdfast.HoldfastException;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.JournalCodec;
import io.holdfast.engine.journal.JournalEvent;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.JournalEvent.EpochStarted;
import io.holdfast.engine.journal.JournalEvent.Released;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.SegmentHeader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the journal once and folds it into the states of several checkpoints at the same time, each
 * from its own position on, with the same {@code apply} as in life. What contradicts a state is
 * kept with its place, and that fold ends there.
 */
final class JournalFold implements LogScan.RecordVisitor {
  private final String location;
  private final List<Branch> branches = new ArrayList<>();
  private final Map<String, Long> provenData = new HashMap<>();
  private final Map<String, List<Release>> releases = new HashMap<>();
  private final Map<String, Long> namedAt = new HashMap<>();
  private long events;
  private long epoch;

  /** From which LSN on a log was kept, by the driver of which epoch, in which record. */
  private record Release(long keptFrom, long epoch, long lsn) {}

  /** One fold. */
  static final class Branch {
    private final DriverState state;
    private final long after;
    private String contradiction = "";

    private Branch(DriverState state, long after) {
      this.state = state;
      this.after = after;
    }

    DriverState state() {
      return state;
    }

    /** What does not fit, with its place; empty if everything does. */
    String contradiction() {
      return contradiction;
    }

    /** Whether records between the state and the first that is there are missing. */
    boolean gap(LogScan journal) {
      return journal.firstLsn() > after + 1;
    }

    private void apply(JournalEvent event, long lsn, String place) {
      if (lsn <= after || !contradiction.isEmpty()) {
        return;
      }
      try {
        state.apply(event);
      } catch (HoldfastException e) {
        contradiction = place + ": " + e.getMessage();
      }
    }
  }

  JournalFold(String location) {
    this.location = location;
  }

  /** Adds a fold of what comes behind {@code after} into {@code state}. */
  Branch branch(DriverState state, long after) {
    state.trackers().values().forEach(tracker -> tracker.unallocated().forEach(this::proven));
    state.pending().forEach(batch -> batch.allBlocks().forEach(this::proven));
    Branch branch = new Branch(state, after);
    branches.add(branch);
    return branch;
  }

  @Override
  public void record(long segment, Frame frame) {
    String place =
        location
            + "/"
            + SegmentHeader.fileName(segment)
            + " offset "
            + frame.offset()
            + ", LSN "
            + frame.lsn();
    JournalEvent event = JournalCodec.decode(frame.payload(), place);
    events++;
    if (event instanceof BlockAdded added) {
      proven(added.block());
    } else if (event instanceof EpochStarted started) {
      epoch = Math.max(epoch, started.epoch());
    } else if (event instanceof BatchCompleted completed) {
      epoch = Math.max(epoch, completed.epoch());
    } else if (event instanceof Released released) {
      released
          .logs()
          .forEach(
              (log, from) ->
                  releases
                      .computeIfAbsent(log, l -> new ArrayList<>())
                      .add(new Release(from, epoch, frame.lsn())));
      released.checkpoints().forEach(name -> namedAt.putIfAbsent(name, frame.lsn()));
    }
    branches.forEach(branch -> branch.apply(event, frame.lsn(), place));
  }

  long events() {
    return events;
  }

  /** The highest LSN in a data log that a block which is known durable has; 0 for none. */
  long provenData(String log) {
    return provenData.getOrDefault(log, 0L);
  }

  /**
   * Whether what a checkpoint needs of a log was released by a driver that cannot have known of it:
   * it came later, from a driver of an older epoch. For one that it knew it would have kept the
   * log, or have named it as released by then and deleted it before.
   *
   * @param neededFrom first LSN that it needs
   * @param firstLsn the first that is there
   * @param checkpoint its file's name
   * @param ofEpoch of the driver that made it
   */
  boolean releasedUnknowing(
      String directory, long neededFrom, long firstLsn, String checkpoint, long ofEpoch) {
    List<Release> known = releases.getOrDefault(directory, List.of());
    long named = namedAt.getOrDefault(checkpoint, Long.MAX_VALUE);
    boolean onPurpose = known.stream().anyMatch(release -> firstLsn <= release.keptFrom);
    return onPurpose
        && known.stream()
            .anyMatch(
                release ->
                    release.keptFrom > neededFrom
                        && release.epoch > ofEpoch
                        && release.lsn < named);
  }

  private void proven(ReceivedBlock block) {
    block
        .inLog()
        .ifPresent(place -> provenData.merge(place.log(), place.handle().lsn(), Math::max));
  }
}
