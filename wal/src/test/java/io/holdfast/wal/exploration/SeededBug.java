package io.holdfast.wal.exploration;

import io.holdfast.runtime.Scheduler;
import io.holdfast.wal.FaultyScans;
import io.holdfast.wal.Fence;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.WriteAheadLog;
import io.holdfast.wal.WriteAheadLog.SegmentRange;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Mistakes that a log or a storage could make, each of which the exploration has to find. */
enum SeededBug {
  GROUP_NOT_FORCED(appending(a -> StorageBugs.skippingForces(a, false, true))),
  NEW_SEGMENT_NOT_FORCED(appending(a -> StorageBugs.skippingForces(a, true, false))),
  SEAL_NOT_FORCED(appending(StorageBugs::skippingForceOfSeal)),
  ACKNOWLEDGED_BEFORE_FORCE(appending(StorageBugs::forcingLate)),
  FAILED_FORCE_IGNORED(appending(StorageBugs::ignoringFailedForces)),
  FAILED_FORCE_RETRIED(careless(appending(StorageBugs::retryingForces))),
  SHORT_WRITE_TAKEN_AS_WHOLE(careless(appending(StorageBugs::ignoringShortWrites))),
  GROUPS_SWAPPED(appending(StorageBugs::swappingGroups)),
  DIRECTORY_NEVER_FORCED(storing(StorageBugs::neverForcingDirectories)),
  DIRECTORY_FORCED_BEFORE_RENAMING(storing(StorageBugs::forcingDirectoryBeforeRenaming)),
  DIRECTORY_NOT_FORCED_AT_START(storing(StorageBugs::notForcingWhatIsThere)),
  PUBLISHED_BEFORE_FORCE(storing(StorageBugs::publishingBeforeForce)),
  HEADER_WRITTEN_AFTER_PUBLISHING(storing(StorageBugs::publishingBeforeWrite)),
  PUBLISHING_REPLACES(storing(StorageBugs::replacing)),
  HINT_PUT_BEFORE_FORCE(storing(StorageBugs::hintingBeforeForce)),
  WATERMARK_RAISED_BEFORE_FORCE(
      storing(s -> FrameBugs.writing(s, frame -> frame.durableThrough(frame.lsn())))),
  MARK_CLAIMS_TOO_MUCH(
      storing(
          s ->
              FrameBugs.writing(
                  s, f -> f.isMark() ? f.durableThrough(f.durableThroughLsn() + 1) : f))),
  PAYLOAD_CHECKSUM_NOT_CHECKED(storing(s -> FrameBugs.reading(s, f -> f.matchingPayload()))),
  TAIL_FORGOTTEN(scanning((storage, scan) -> FaultyScans.withoutTail(scan))),
  TAIL_TRUSTED_WHERE_IT_LIES(scanning(FaultyScans::trustingTail)),
  TAIL_WRITTEN_AGAIN_BUT_NOT_CUT(scanning(FaultyScans::repeatingTail)),
  TAIL_WRITTEN_AGAIN_IN_WRONG_ORDER(scanning((storage, scan) -> FaultyScans.reversingTail(scan))),
  PREDECESSOR_TOO_SHORT(scanning((storage, scan) -> FaultyScans.predecessorLength(scan, -8))),
  PREDECESSOR_TOO_LONG(scanning((storage, scan) -> FaultyScans.predecessorLength(scan, 8))),
  NEWEST_RELEASED_FIRST(releasing((log, storage, below) -> delete(below, storage, true, true))),
  RELEASED_WITHOUT_FORCE_BETWEEN(
      releasing((log, storage, below) -> delete(below, storage, false, false))),
  RELEASED_ONE_TOO_MANY(new ReleasingTooMuch()),
  EPOCH_NOT_RAISED(new SameEpoch()),
  FENCE_NOT_ASKED(new Unfenced(false)),
  FENCE_ASKED_BEFORE_THE_FORCE(new Unfenced(true));

  @SuppressWarnings("ImmutableEnumChecker") // a subject has no state
  private final Subject subject;

  SeededBug(Subject subject) {
    this.subject = subject;
  }

  Subject subject() {
    return subject;
  }

  private interface Release {
    void release(WriteAheadLog log, Storage storage, List<SegmentRange> below);
  }

  private static Subject storing(UnaryOperator<Storage> faulty) {
    return new Subject() {
      @Override
      Storage storage(SimulatedDisk disk) {
        return faulty.apply(disk.storage());
      }
    };
  }

  private static Subject appending(UnaryOperator<Appender> faulty) {
    return storing(storage -> StorageBugs.appending(storage, faulty));
  }

  /** Appenders can be used on after an error. */
  private static Subject careless(Subject faulty) {
    return new Subject() {
      @Override
      void prepare(SimulatedDisk disk) {
        disk.oneStrikeEnforced(false);
      }

      @Override
      Storage storage(SimulatedDisk disk) {
        return faulty.storage(disk);
      }
    };
  }

  private static Subject scanning(BiFunction<Storage, LogScan, LogScan> faulty) {
    return new Subject() {
      @Override
      LogScan scan(Storage storage, LogId id, long proven, LogScan.RecordVisitor visitor) {
        return faulty.apply(storage, super.scan(storage, id, proven, visitor).requireSound());
      }
    };
  }

  private static Subject releasing(Release faulty) {
    return new Subject() {
      @Override
      void release(WriteAheadLog log, Storage storage, long keepFromLsn) {
        List<SegmentRange> below = new ArrayList<>();
        for (SegmentRange segment : log.sealedSegments()) {
          if (segment.lastLsn() < keepFromLsn) {
            below.add(segment);
          }
        }
        faulty.release(log, storage, below);
      }
    };
  }

  private static void delete(
      List<SegmentRange> segments, Storage storage, boolean newestFirst, boolean forced) {
    List<SegmentRange> order = new ArrayList<>(segments);
    if (newestFirst) {
      Collections.reverse(order);
    }
    for (SegmentRange segment : order) {
      storage.delete(Subject.DIRECTORY + "/" + SegmentHeader.fileName(segment.sequence()));
      if (forced) {
        storage.forceDirectory(Subject.DIRECTORY);
      }
    }
    storage.forceDirectory(Subject.DIRECTORY);
  }

  private static final class ReleasingTooMuch extends Subject {
    @Override
    void release(WriteAheadLog log, Storage storage, long keepFromLsn) {
      List<SegmentRange> touched = new ArrayList<>();
      for (SegmentRange segment : log.sealedSegments()) {
        if (segment.firstLsn() < keepFromLsn) {
          touched.add(segment);
        }
      }
      delete(touched, storage, false, true);
    }
  }

  private static final class SameEpoch extends Subject {
    @Override
    WriteAheadLog start(
        Storage storage, LogScan scan, long epoch, Fence fence, LogOptions options, Scheduler on) {
      return super.start(storage, scan, 1, fence, options, on);
    }
  }

  /** Nobody asks the fence after the force; perhaps somebody did before the write. */
  private static final class Unfenced extends Subject {
    private final boolean early;

    Unfenced(boolean early) {
      this.early = early;
    }

    @Override
    boolean forgetsFence() {
      return true;
    }

    @Override
    WriteAheadLog start(
        Storage storage, LogScan scan, long epoch, Fence fence, LogOptions options, Scheduler on) {
      Storage asking =
          early
              ? StorageBugs.appending(storage, appender -> StorageBugs.asking(appender, fence))
              : storage;
      return super.start(asking, scan, epoch, Fence.NONE, options, on);
    }
  }
}
