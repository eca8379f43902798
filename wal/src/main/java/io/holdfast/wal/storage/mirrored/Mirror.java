package io.holdfast.wal.storage.mirrored;

import io.holdfast.runtime.Scheduler;
import io.holdfast.wal.storage.FileExistsException;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageFullException;
import io.holdfast.wal.storage.mirrored.Marker.Mode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state that all views, appenders and readers of a mirror share: which sides are live, and the
 * way in which a side ceases to be.
 *
 * <p>Invariant: an operation that returns normally was done on every side that was live when it
 * ended; and a side that is not live any more is not so before the other one's marker says that it
 * is alone, durably. The first live side is the arbiter: what it refuses is not asked of the other.
 */
final class Mirror {
  private static final Logger LOG = LoggerFactory.getLogger(MirroredStorage.class);

  private final List<Side> sides;
  private final MirrorOptions options;
  private final Scheduler scheduler;
  private final OpenPaths openPaths = new OpenPaths();

  /** Held while a name is made, moved or removed, so that both sides see the same order. */
  private final ReentrantLock names = new ReentrantLock();

  private final AtomicLong readsByTheOther = new AtomicLong();
  private final AtomicLong repairs = new AtomicLong();
  private final Object stateLock = new Object();
  private volatile Marker marker;
  private volatile StorageException stoppedBy;

  Mirror(Side first, Side second, MirrorOptions options, Scheduler scheduler) {
    this.sides = List.of(first, second);
    this.options = options;
    this.scheduler = scheduler;
  }

  String location() {
    return "mirror(" + sides.get(0).location() + " | " + sides.get(1).location() + ")";
  }

  List<Side> sides() {
    return sides;
  }

  MirrorOptions options() {
    return options;
  }

  OpenPaths openPaths() {
    return openPaths;
  }

  ReentrantLock names() {
    return names;
  }

  Marker marker() {
    return marker;
  }

  void marker(Marker value) {
    marker = value;
  }

  long newId() {
    return scheduler.randomLong();
  }

  long nowMillis() {
    return scheduler.currentTimeMillis();
  }

  List<Side> live() {
    return sides.stream().filter(Side::isLive).toList();
  }

  Side otherOf(Side side) {
    return sides.get(0) == side ? sides.get(1) : sides.get(0);
  }

  void repaired(int count) {
    repairs.addAndGet(count);
  }

  /** A read that the first side could not serve. */
  void servedByTheOther(String path, Side not, String why) {
    readsByTheOther.incrementAndGet();
    LOG.warn(
        "{}: {} is read from {} because {} cannot serve it: {}",
        location(),
        path,
        otherOf(not).location(),
        not.location(),
        why);
  }

  MirrorStatus status() {
    Optional<MirrorStatus.FailedSide> failed =
        sides.stream().flatMap(side -> side.failure().stream()).findFirst();
    MirrorStatus.Mode mode =
        stoppedBy != null
            ? MirrorStatus.Mode.STOPPED
            : failed.isPresent() ? MirrorStatus.Mode.ALONE : MirrorStatus.Mode.BOTH;
    return new MirrorStatus(
        mode, marker.generation(), failed, readsByTheOther.get(), repairs.get());
  }

  /** Ends the mirror: from now on nothing is changed any more. */
  void stop(StorageException why) {
    synchronized (stateLock) {
      if (stoppedBy == null) {
        stoppedBy = why;
      }
    }
  }

  void requireRunning() {
    StorageException why = stoppedBy;
    if (why != null) {
      throw again(why.getMessage(), why);
    }
  }

  /** As {@link #changeNames} for what touches no name: may run beside other changes. */
  void change(Consumer<Storage> change) {
    List<Void> unused =
        each(
            storage -> {
              change.accept(storage);
              return null;
            },
            nothing -> {});
  }

  /** Makes, moves or removes names on every live side. */
  void changeNames(Consumer<Storage> change) {
    names.lock();
    try {
      change(change);
    } finally {
      names.unlock();
    }
  }

  /**
   * Does something on every live side, in their order.
   *
   * @param undo takes back what was done on one side when the other refuses for a reason that is no
   *     failure of a disk
   * @return a result for each side, null for one that is not live
   */
  <T> List<T> each(Function<Storage, T> change, Consumer<T> undo) {
    requireRunning();
    Attempt<T> attempt = new Attempt<>(this);
    for (int i = 0; i < sides.size(); i++) {
      if (!sides.get(i).isLive()) {
        continue;
      }
      try {
        attempt.succeeded(i, change.apply(sides.get(i).storage()));
      } catch (FileExistsException | FileMissingException e) {
        if (attempt.isFirst()) {
          throw e;
        }
        attempt.failed(i, e);
      } catch (StorageException e) {
        attempt.failed(i, e);
      } catch (RuntimeException e) {
        attempt.results().stream().filter(Objects::nonNull).forEach(undo);
        throw e;
      }
    }
    try {
      return attempt.settle();
    } catch (StorageException e) {
      attempt.results().stream().filter(Objects::nonNull).forEach(undo);
      throw e;
    }
  }

  /**
   * A side has failed where another did what was asked. Returns when the other one may go on and a
   * restart will know it.
   *
   * @throws StorageException if the mirror has to stop
   */
  void failed(Side side, StorageException why) {
    synchronized (stateLock) {
      requireRunning();
      if (!side.isLive()) {
        return;
      }
      Side survivor = otherOf(side);
      if (!survivor.isLive()) {
        throw why;
      }
      if (options.goesOnAlone()) {
        goOnAlone(survivor, side, why);
      } else {
        side.fail(why.getMessage(), nowMillis());
        stoppedBy = stopped(side, why);
        LOG.error("{}", stoppedBy.getMessage());
      }
    }
    tell();
    requireRunning();
  }

  private void goOnAlone(Side survivor, Side failed, StorageException why) {
    try {
      Marker alone = marker.next(Mode.ALONE, newId(), why.getMessage());
      MarkerFiles.write(survivor.storage(), alone);
      marker = alone;
      failed.fail(why.getMessage(), nowMillis());
      LOG.error(
          "{}: {} has failed ({}). The mirror goes on with {} ALONE, generation {}: a further"
              + " failure loses data. Repair or replace {} and open the mirror again.",
          location(),
          failed.location(),
          why.getMessage(),
          survivor.location(),
          alone.generation(),
          failed.location());
    } catch (StorageException e) {
      failed.fail(why.getMessage(), nowMillis());
      e.addSuppressed(why);
      stoppedBy = stopped(survivor, e);
      LOG.error("{}", stoppedBy.getMessage());
    }
  }

  private static StorageException again(String message, StorageException why) {
    return why instanceof StorageFullException
        ? new StorageFullException(message, why)
        : new StorageException(message, why);
  }

  private StorageException stopped(Side side, StorageException why) {
    return again(
        location()
            + " has stopped, because "
            + side.location()
            + " has failed: "
            + why.getMessage()
            + ". Nothing more is acknowledged. Repair or replace it and open the mirror again"
            + (options.goesOnAlone()
                ? "."
                : "; with WhenOneFails.GO_ON_ALONE the other side would have gone on."),
        why);
  }

  private void tell() {
    try {
      options.listener().sideFailed(status());
    } catch (RuntimeException e) {
      LOG.error("{}: the listener has thrown", location(), e);
    }
  }
}
