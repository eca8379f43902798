package io.holdfast.wal.storage.simulated;

import io.holdfast.InUseException;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.LockLook;
import io.holdfast.wal.storage.StorageException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One disk of the fault model on the package page; the storages on it share its fate.
 *
 * <p>A disk is never damaged in place: {@link #crash} and {@link #fork} give a new disk and leave
 * this one as it is, so a tester can try a hundred crashes at one point and then let the run go on.
 * Both cost microseconds, because disks share everything that does not change. Options (capacity,
 * locks, one strike) go over to the new disk; the observer, the faults, held locks and the
 * numbering of operations do not.
 *
 * <p>May be used by many threads; observers are called on the thread of the operation, without any
 * lock held.
 */
public final class SimulatedDisk {
  private final DiskState state;
  private final OperationGate gate = new OperationGate();
  private final Map<Integer, SimulatedLock> locks = new HashMap<>();
  private volatile long capacityBytes = Long.MAX_VALUE;
  private volatile boolean locksEnforced = true;
  private volatile boolean oneStrikeEnforced = true;
  private volatile boolean hintsSupported = true;

  public SimulatedDisk() {
    this(new DiskState());
  }

  private SimulatedDisk(DiskState state) {
    this.state = state;
  }

  /** The whole disk as a new process sees it. */
  public SimulatedStorage storage() {
    return new SimulatedStorage(this, new SimulatedProcess(), "");
  }

  /** This disk once more, with all that is not durable still pending. */
  public SimulatedDisk fork() {
    return withSameOptions(new SimulatedDisk(state.fork()));
  }

  /**
   * The disk as it is found when everything stops now. What is found is then durable, except after
   * {@link CrashProfile#KILL}, where the machine runs on.
   *
   * @param seed decides all that the profile leaves open; equal seeds give equal disks
   */
  public SimulatedDisk crash(CrashProfile profile, long seed) {
    return withSameOptions(new SimulatedDisk(state.crash(profile, seed)));
  }

  private SimulatedDisk withSameOptions(SimulatedDisk other) {
    other.capacityBytes = capacityBytes;
    other.locksEnforced = locksEnforced;
    other.oneStrikeEnforced = oneStrikeEnforced;
    other.hintsSupported = hintsSupported;
    return other;
  }

  /** A fork on which part of an operation happens that has not happened here. */
  SimulatedDisk cut(Consumer<DiskState> part) {
    SimulatedDisk other = fork();
    part.accept(other.state);
    return other;
  }

  /** Sets who sees the operations from now on. */
  public void onOperation(OperationObserver observer) {
    gate.observer(observer);
  }

  /** How many operations there have been; the next one gets this number. */
  public long operations() {
    return gate.operations();
  }

  /** Lets the operation of this number fail. */
  public void failAt(long operationNumber, Fault fault) {
    failWhen(operation -> operation.number() == operationNumber, fault);
  }

  /** Lets every operation that matches fail, until {@link #clearFaults}. */
  public void failWhen(Predicate<StorageOperation> when, Fault fault) {
    gate.plant(when, fault);
  }

  /** From now on nothing fails. */
  public void clearFaults() {
    gate.clearFaults();
  }

  /**
   * Limits the lengths of all files together. A write that would go beyond is cut there and fails.
   */
  public void capacityBytes(long bytes) {
    capacityBytes = bytes;
  }

  /**
   * Switches locks off, as on file systems where they do nothing and two drivers may run at once.
   */
  public void locksEnforced(boolean enforced) {
    locksEnforced = enforced;
  }

  /**
   * Switches off that appenders are dead after an error, to show what comes of trying again: bytes
   * whose force has failed are never durable, though later forces succeed.
   */
  public void oneStrikeEnforced(boolean enforced) {
    oneStrikeEnforced = enforced;
  }

  /** Switches hints off, as on file systems that cannot overwrite. */
  public void hintsSupported(boolean supported) {
    hintsSupported = supported;
  }

  /** Releases all locks, as when all processes have died. */
  public void releaseLocks() {
    synchronized (locks) {
      locks.clear();
    }
  }

  /**
   * Durably replaces the contents of an existing file: bit rot, truncation, a meddling operator.
   * Not an operation.
   */
  public void overwrite(String path, byte[] contents) {
    int inode = state.find(path);
    if (inode == Entries.ABSENT) {
      throw new FileMissingException("overwrite " + location(path) + ": it does not exist", null);
    }
    state.replace(inode, Inode.File.durable(contents.clone(), contents.length));
  }

  /**
   * A digest of all names and contents as programs see them: disks that differ in any have
   * different ones.
   */
  public long fingerprint() {
    return state.fingerprint();
  }

  static String location(String path) {
    return "sim:/" + path;
  }

  DiskState state() {
    return state;
  }

  OperationGate gate() {
    return gate;
  }

  boolean isOneStrikeEnforced() {
    return oneStrikeEnforced;
  }

  long capacityBytes() {
    return capacityBytes;
  }

  boolean isHintsSupported() {
    return hintsSupported;
  }

  boolean isLimited() {
    return capacityBytes != Long.MAX_VALUE;
  }

  long usableBytes() {
    return Math.max(0, capacityBytes - state.usedBytes());
  }

  SimulatedLock acquire(String path, int inode, SimulatedProcess process) {
    SimulatedLock lock = new SimulatedLock(this, inode, process);
    synchronized (locks) {
      SimulatedLock holder = locksEnforced ? locks.putIfAbsent(inode, lock) : null;
      if (holder != null) {
        throw inUse(path, holder);
      }
    }
    lock.describe("");
    return lock;
  }

  LockLook look(String path) {
    int inode = state.find(path);
    synchronized (locks) {
      SimulatedLock holder = inode == Entries.ABSENT ? null : locks.get(inode);
      return holder == null
          ? new LockLook(LockLook.Answer.FREE, "nobody has it", "")
          : new LockLook(
              LockLook.Answer.HELD, inUse(path, holder).getMessage(), holder.description());
    }
  }

  private static InUseException inUse(String path, SimulatedLock holder) {
    String by = holder.description().isBlank() ? "another process" : holder.description();
    return new InUseException("lock " + location(path) + ": in use by " + by);
  }

  void describe(int inode, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    state.replace(inode, Inode.File.unforced(bytes));
  }

  void release(int inode, SimulatedLock lock) {
    synchronized (locks) {
      locks.remove(inode, lock);
    }
  }

  void releaseLocksOf(SimulatedProcess process) {
    synchronized (locks) {
      locks.values().removeIf(lock -> lock.isOf(process));
    }
  }

  static StorageException closed(String verb, String location) {
    return new StorageException(verb + " " + location + ": the file is closed", null);
  }
}
