package io.holdfast.wal.exploration;

import io.holdfast.FencedException;
import io.holdfast.IndeterminateException;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.wal.Acknowledgement;
import io.holdfast.wal.Fence;
import io.holdfast.wal.LogHandle;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.WriteAheadLog;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageFullException;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.Fault;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/**
 * The life of one log, decided by a seed: groups of all sizes, pauses, full segments, releases,
 * reads, seals, kills, power cuts, faults, and new writers that take over while the old one goes
 * on. Writes down what the log has promised, and notices what it does wrong without any crash.
 */
final class Life implements Situation, OperationObserver {
  private static final UUID APPLICATION = new UUID(0x686f6c6466617374L, 1);
  private static final long MILLIS = 1_700_000_000_000L;
  private static final Duration PAUSE = Subject.MARK_DELAY.multipliedBy(2);
  private static final CrashProfile[] POWER_CUTS = {
    CrashProfile.LOSE_ALL, CrashProfile.EXT4_ORDERED, CrashProfile.XFS, CrashProfile.ADVERSARIAL
  };
  private static final Fault[] FAULTS = Fault.values();

  private final Subject subject;
  private final LogId id;
  private final boolean hdfs;
  private final SplittableRandom dice;
  private final LogOptions options;
  private final Records records;
  private final Promises promises = new Promises();
  private final List<LogHandle> handles = new ArrayList<>();
  private Watcher watcher = disk -> {};
  private SimulatedDisk disk = new SimulatedDisk();
  private Incarnation current;
  private long epoch;
  private boolean faulty;
  private Violation wrong;
  private long takeoverAt = -1;

  /** Sees the operations of a life. */
  interface Watcher extends OperationObserver {
    /** The life goes on with this disk. */
    void on(SimulatedDisk disk);

    /** The life is over. */
    default void end() {}
  }

  /** One writer: a process, or what is left of it. */
  private final class Incarnation {
    final long claimed = epoch;
    final boolean fenced = dice.nextInt(4) > 0;
    final SimulatedScheduler scheduler = new SimulatedScheduler(dice.nextLong(), MILLIS + epoch);
    final Storage storage = subject.storage(disk);
    WriteAheadLog log;
    boolean failed;

    private void check() {
      if (epoch > claimed) {
        throw new FencedException("epoch " + epoch + " was claimed");
      }
    }

    Fence fence() {
      return fenced ? subject.fence(this::check) : Fence.NONE;
    }

    /** Queues a record, of which the promises know if nobody has started behind this writer. */
    void append(byte[] record) {
      CompletableFuture<Acknowledgement> future = log.append(ByteBuffer.wrap(record));
      if (future.isDone()) {
        failed = true;
        return;
      }
      int lsn = this == current ? promises.appended(record) : 0;
      CompletableFuture<Acknowledgement> unused =
          future.whenComplete(
              (stored, error) -> {
                failed |= error != null;
                answered(stored == null ? null : stored.handle(), error, lsn);
              });
    }

    /** What it throws would vanish in the future. */
    private void answered(LogHandle handle, Throwable error, int lsn) {
      try {
        if (error == null) {
          acknowledged(handle, lsn);
        } else {
          requireHonest(error);
        }
      } catch (Violation e) {
        wrong = e;
      }
    }

    private static void requireHonest(Throwable error) {
      boolean known =
          error instanceof IndeterminateException
              || error instanceof FencedException
              || error instanceof StorageFullException;
      if (!known) {
        throw new Violation("an append fails as if its fate were known", error);
      }
    }

    /** A log that has failed once takes nothing more, and acknowledges nothing later. */
    void requireDead() {
      int before = promises.acknowledged();
      CompletableFuture<Acknowledgement> future = log.append(ByteBuffer.allocate(1));
      scheduler.runFor(PAUSE);
      require(
          future.isCompletedExceptionally() && promises.acknowledged() == before,
          "a log that has failed goes on");
    }

    private void acknowledged(LogHandle handle, int lsn) {
      if (epoch > claimed) {
        if (fenced && !subject.forgetsFence()) {
          throw new Violation("acknowledged after a newer epoch had taken over");
        }
        if (!fenced) {
          return;
        }
      }
      if (lsn > 0 && handle.lsn() != lsn) {
        throw new Violation("LSN " + handle.lsn() + " is given where " + lsn + " is due");
      }
      promises.acknowledge((int) handle.lsn());
      handles.add(handle);
    }
  }

  Life(Subject subject, long seed) {
    this.subject = subject;
    this.dice = new SplittableRandom(CrashExplorer.mix(seed));
    this.id = LogId.of(APPLICATION, "log " + seed);
    this.hdfs = Long.remainderUnsigned(seed, 5) == 4;
    int[] sizes = {512, 512, 700, 1024, 2048, 4096};
    int[] groups = {200, 1000, 8 << 20};
    this.options =
        Subject.options(sizes[dice.nextInt(sizes.length)], groups[dice.nextInt(groups.length)]);
    this.records = new Records(dice);
  }

  /** Lets the operation fail that is just about to happen. */
  void fail(StorageOperation operation, Fault fault) {
    faulty = true;
    disk.failAt(operation.number(), fault);
  }

  /** Lets time pass while the operation goes on that has just begun. */
  void stall(Duration duration) {
    if (current != null) {
      current.scheduler.advance(duration);
    }
  }

  /** Sets who sees the operations; before {@link #run}. */
  void watch(Watcher value) {
    watcher = value;
  }

  /**
   * Lives.
   *
   * @throws Violation if the log does something wrong though nothing has crashed
   */
  void run() {
    use(disk);
    takeOver(0);
    int steps = 4 + dice.nextInt(12);
    for (int i = 0; i < steps; i++) {
      step();
      if (wrong != null) {
        throw wrong;
      }
    }
    watcher.end();
  }

  private void step() {
    int choice = dice.nextInt(20);
    if (current.failed) {
      require(faulty, "the log fails though nothing has failed below it");
      current.requireDead();
      restart(dice.nextBoolean());
    } else if (choice < 9) {
      appendGroup();
    } else if (choice < 12) {
      current.scheduler.runFor(PAUSE);
    } else if (choice == 12) {
      read();
    } else if (choice == 13) {
      release();
    } else if (choice == 14) {
      CompletableFuture<Void> sealed = current.log.seal();
      current.scheduler.runReady();
      require(sealed.isDone(), "a seal is never answered");
      restart(dice.nextBoolean());
    } else if (choice == 15) {
      restart(true);
    } else if (choice == 16) {
      queueGroup();
      restart(false);
    } else if (choice == 17) {
      takeOver(3);
    } else if (choice == 18) {
      takeoverAt = disk.operations() + dice.nextInt(5);
      appendGroup();
      takeoverAt = -1;
    } else {
      faulty = true;
      disk.failAt(disk.operations() + dice.nextInt(6), FAULTS[dice.nextInt(FAULTS.length)]);
      appendGroup();
    }
  }

  private void queueGroup() {
    int count = 1 + dice.nextInt(4);
    for (int i = 0; i < count; i++) {
      current.append(records.next());
    }
  }

  private void appendGroup() {
    queueGroup();
    current.scheduler.runReady();
    require(current.failed || promises.isSettled(), "an append is never answered");
  }

  private void read() {
    if (!handles.isEmpty()) {
      LogHandle handle = handles.get(dice.nextInt(handles.size()));
      ByteBuffer expected = ByteBuffer.wrap(promises.record((int) handle.lsn()));
      require(current.log.read(handle).equals(expected), "a record reads back as another one");
    }
  }

  private void release() {
    int keepFrom = 1 + dice.nextInt(promises.acknowledged() + 1);
    promises.released(keepFrom);
    handles.removeIf(handle -> handle.lsn() < keepFrom);
    try {
      subject.release(current.log, current.storage, keepFrom);
    } catch (RuntimeException e) {
      require(faulty, "a release fails: " + e);
      restart(dice.nextBoolean());
    }
  }

  /** The process dies, or the machine; a new writer goes on with what is there. */
  private void restart(boolean machineToo) {
    CrashProfile profile = CrashProfile.KILL;
    if (machineToo) {
      profile = hdfs ? CrashProfile.HDFS : POWER_CUTS[dice.nextInt(POWER_CUTS.length)];
    }
    use(disk.crash(profile, dice.nextLong()));
    takeOver(0);
  }

  /** A new writer takes over; the old one may still do {@code stirs} things. */
  private void takeOver(int stirs) {
    Incarnation old = current;
    for (int attempt = 0; ; attempt++) {
      epoch++;
      Incarnation next = new Incarnation();
      try {
        stir(old, stirs);
        LogScan scan = scan(next.storage);
        stir(old, stirs);
        next.log = subject.start(next.storage, scan, epoch, next.fence(), options, next.scheduler);
        promises.startedBehind((int) scan.lastLsn());
        current = next;
        handles.clear();
        stir(old, stirs);
        return;
      } catch (Violation e) {
        throw e;
      } catch (RuntimeException e) {
        boolean expected = (faulty || stirs > 0) && attempt < 10;
        require(expected, "the log does not start: " + e);
      }
    }
  }

  private LogScan scan(Storage storage) {
    LogScan scan;
    try {
      scan = subject.scan(storage, id, promises.acknowledged(), promises.expect()).requireSound();
    } catch (RuntimeException e) {
      throw new Violation("a sound log is refused", e);
    }
    String wrong = promises.verdict(scan);
    require(wrong == null, wrong);
    return scan;
  }

  /** What a writer does that does not know yet that its time is over. */
  private void stir(Incarnation old, int times) {
    int stirs = old == null || times == 0 ? 0 : dice.nextInt(times);
    for (int i = 0; i < stirs; i++) {
      if (dice.nextInt(3) == 0) {
        old.scheduler.runFor(PAUSE);
      } else {
        old.append(records.next());
        old.scheduler.runReady();
      }
    }
  }

  private void use(SimulatedDisk next) {
    disk = next;
    disk.hintsSupported(!hdfs);
    subject.prepare(disk);
    watcher.on(disk);
    disk.onOperation(this);
  }

  @Override
  public void before(StorageOperation operation) {
    watcher.before(operation);
    if (operation.number() == takeoverAt) {
      takeoverAt = -1;
      takeOver(0);
    }
  }

  @Override
  public void inside(StorageOperation operation, IntFunction<SimulatedDisk> cut) {
    watcher.inside(operation, cut);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new Violation(otherwise);
    }
  }

  @Override
  public LogId id() {
    return id;
  }

  @Override
  public LogOptions options() {
    return options;
  }

  @Override
  public long epoch() {
    return epoch;
  }

  @Override
  public Promises promises() {
    return promises;
  }

  @Override
  public boolean hdfs() {
    return hdfs;
  }
}
