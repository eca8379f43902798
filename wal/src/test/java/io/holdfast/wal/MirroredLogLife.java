package io.holdfast.wal;

import io.holdfast.NotReplayableException;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.wal.WriteAheadLog.Writer;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.mirrored.MirrorOptions;
import io.holdfast.wal.storage.mirrored.MirrorOptions.WhenOneFails;
import io.holdfast.wal.storage.mirrored.MirroredStorage;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * A log and a published directory on a mirror of two simulated disks; remembers what was promised.
 */
final class MirroredLogLife {
  static final MirrorOptions STOP = MirrorOptions.DEFAULT.withBufferBytes(4096);
  static final MirrorOptions GO_ON = STOP.withWhenOneFails(WhenOneFails.GO_ON_ALONE);
  static final String STAGED = "staged";
  static final String PUBLISHED = "published";

  /** What the world outside may rely on. */
  static final class Promises {
    final List<String> appended = new ArrayList<>();
    final Set<String> forgotten = new HashSet<>();
    long acknowledged;
    long released;
    final Set<Long> published = new HashSet<>();

    /**
     * What was appended, never acknowledged, and not read by a restart: its numbers are used again.
     * Until the restart has made its first segment durable, another side's torn end may still hold
     * it.
     */
    void forgetBehind(long lastLsn) {
      List<String> behind =
          appended.subList((int) Math.min(lastLsn, appended.size()), appended.size());
      forgotten.addAll(behind);
      behind.clear();
    }

    /** Whether this record was appended under this number; if acknowledged, it and no other. */
    boolean mayHave(long lsn, String text) {
      boolean appendedLast = lsn <= appended.size() && appended.get((int) (lsn - 1)).equals(text);
      return appendedLast || (lsn > acknowledged && forgotten.contains(text));
    }

    @Override
    public int hashCode() {
      return Objects.hash(appended.size(), acknowledged, released, published);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Promises that
          && appended.equals(that.appended)
          && acknowledged == that.acknowledged
          && released == that.released
          && published.equals(that.published);
    }

    Promises copy() {
      Promises copy = new Promises();
      copy.appended.addAll(appended);
      copy.forgotten.addAll(forgotten);
      copy.acknowledged = acknowledged;
      copy.released = released;
      copy.published.addAll(published);
      return copy;
    }
  }

  final SimulatedDisk first;
  final SimulatedDisk second;
  final Promises promises;
  final SimulatedScheduler scheduler;
  private final MirrorOptions options;
  private UnaryOperator<Storage> aroundFirst = UnaryOperator.identity();
  private UnaryOperator<Storage> aroundSecond = UnaryOperator.identity();

  MirroredLogLife(
      SimulatedDisk first, SimulatedDisk second, Promises promises, MirrorOptions options) {
    this.first = first;
    this.second = second;
    this.promises = promises;
    this.options = options;
    this.scheduler = new SimulatedScheduler(1, LogLife.START_MILLIS);
  }

  /** Puts something between the mirror and its sides. */
  MirroredLogLife around(UnaryOperator<Storage> ofFirst, UnaryOperator<Storage> ofSecond) {
    aroundFirst = ofFirst;
    aroundSecond = ofSecond;
    return this;
  }

  static Storage sideOf(SimulatedDisk disk, boolean isFirst) {
    return disk.storage().directory(isFirst ? "a" : "b");
  }

  MirroredStorage open() {
    return MirroredStorage.open(
        aroundFirst.apply(sideOf(first, true)),
        aroundSecond.apply(sideOf(second, false)),
        options,
        scheduler);
  }

  /** Lets somebody look before each operation of either disk. */
  void beforeEachOperation(Runnable look) {
    OperationObserver observer =
        new OperationObserver() {
          @Override
          public void before(StorageOperation operation) {
            look.run();
          }
        };
    first.onOperation(observer);
    second.onOperation(observer);
  }

  /**
   * Opens the mirror, goes on with the log and publishes a directory; ends early when the mirror
   * does.
   *
   * @return whether it ran to its end
   */
  boolean run(long epoch, int groups) {
    try (MirroredStorage storage = open()) {
      LogScan scan = LogLife.recover(storage, 0).scan();
      promises.forgetBehind(scan.lastLsn());
      WriteAheadLog log =
          WriteAheadLog.start(
              storage, scan, new Writer("log", epoch, Fence.NONE), LogLife.SMALL, scheduler);
      boolean sound = true;
      for (int group = 0; group < groups && sound; group++) {
        sound = append(log, epoch, 1 + group % 3);
        if (sound && group == groups / 2) {
          publish(storage, epoch);
          release(log);
        }
      }
      return sound;
    } catch (StorageException | NotReplayableException e) {
      return false;
    }
  }

  private boolean append(WriteAheadLog log, long epoch, int records) {
    List<CompletableFuture<Acknowledgement>> futures = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      String text = "epoch " + epoch + " record " + promises.appended.size() + " " + "x".repeat(60);
      promises.appended.add(text);
      CompletableFuture<Acknowledgement> future = log.append(LogLife.bytes(text));
      CompletableFuture<Void> unused =
          future.thenAccept(
              stored ->
                  promises.acknowledged = Math.max(promises.acknowledged, stored.handle().lsn()));
      futures.add(future);
    }
    scheduler.runReady();
    return futures.stream().noneMatch(CompletableFuture::isCompletedExceptionally);
  }

  private void publish(Storage storage, long epoch) {
    String staged = STAGED + epoch;
    storage.createDirectories(staged);
    try (Appender appender = storage.createExclusive(staged + "/part")) {
      appender.write(LogLife.bytes("part of " + epoch));
      appender.force();
    }
    storage.forceDirectory(staged);
    storage.publish(staged, PUBLISHED + epoch);
    storage.forceDirectory("");
    promises.published.add(epoch);
  }

  private void release(WriteAheadLog log) {
    List<WriteAheadLog.SegmentRange> sealed = log.sealedSegments();
    if (sealed.size() > 1) {
      long keepFrom = sealed.get(1).firstLsn();
      promises.released = Math.max(promises.released, keepFrom - 1);
      int unused = log.release(keepFrom);
    }
  }
}
