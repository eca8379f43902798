package io.holdfast.wal.exploration;

import io.holdfast.FencedException;
import io.holdfast.IndeterminateException;
import io.holdfast.wal.Fence;
import io.holdfast.wal.LogHandle;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.WriteAheadLog;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.Fault;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Appends of several threads to one log in one interleaving, and what has to hold of them in every
 * one: each is answered once; what is acknowledged is durable at that moment; the LSNs are an order
 * in which the calls could have been made one by one; once one has failed none that was called
 * later succeeds.
 */
final class Appends {
  private static final LogId ID = LogId.of(new UUID(1, 2), "appends");

  private final Scenario scenario;
  private final Interleaving interleaving;
  private final InterleavedScheduler scheduler;
  private final SimulatedDisk disk;
  private final WriteAheadLog log;
  private final List<Call> calls = new ArrayList<>();
  private long clock;
  private int fenceChecks;
  private RuntimeException wrong;
  private CompletableFuture<Void> sealed;
  private long sealCalled;

  /**
   * What happens.
   *
   * @param threads that append
   * @param each how many records a thread appends
   * @param segmentBytes small to roll in between
   * @param groupBytes small for several groups
   * @param ending what another thread does to the log
   * @param failing the how manieth write or force fails, -1 for none
   * @param fencedAt the how manieth look at the fence finds a new epoch, -1 for none
   */
  record Scenario(
      int threads,
      int each,
      int segmentBytes,
      int groupBytes,
      Ending ending,
      int failing,
      int fencedAt) {

    boolean peaceful() {
      return ending == Ending.NONE && failing < 0 && fencedAt < 0;
    }
  }

  /** What ends the log while others append. */
  enum Ending {
    NONE,
    SEAL,
    CLOSE
  }

  /** One append. */
  private static final class Call {
    final String text;
    final long began;
    long returned = Long.MAX_VALUE;
    int answers;
    LogHandle handle;

    Call(String text, long began) {
      this.text = text;
      this.began = began;
    }
  }

  Appends(Subject subject, Scenario scenario, Interleaving interleaving) {
    this.scenario = scenario;
    this.interleaving = interleaving;
    this.scheduler = new InterleavedScheduler(interleaving);
    this.disk = new SimulatedDisk();
    subject.prepare(disk);
    Storage storage = subject.storage(disk);
    LogOptions options = Subject.options(scenario.segmentBytes, scenario.groupBytes);
    LogScan empty = subject.scan(storage, ID, 0, (segment, frame) -> {});
    this.log = subject.start(storage, empty, 1, fence(), options, scheduler);
    disk.onOperation(new Pausing());
    for (int thread = 0; thread < scenario.threads; thread++) {
      String name = "appender " + thread;
      interleaving.thread(() -> appendAll(name));
    }
    scheduler.addThreads();
    if (scenario.ending == Ending.SEAL) {
      interleaving.thread(
          () -> {
            sealCalled = clock++;
            sealed = log.seal();
          });
    } else if (scenario.ending == Ending.CLOSE) {
      interleaving.thread(log::close);
    }
  }

  private Fence fence() {
    return () -> {
      interleaving.point();
      if (fenceChecks++ == scenario.fencedAt) {
        throw new FencedException("epoch 2 was claimed");
      }
    };
  }

  private void appendAll(String name) {
    for (int i = 0; i < scenario.each; i++) {
      Call call = new Call(name + " record " + i + padding(), clock++);
      calls.add(call);
      ByteBuffer payload = ByteBuffer.wrap(call.text.getBytes(StandardCharsets.UTF_8));
      CompletableFuture<Void> unused =
          log.append(payload)
              .handle(
                  (stored, error) -> {
                    answered(call, stored == null ? null : stored.handle(), error);
                    return null;
                  });
      call.returned = clock++;
      interleaving.point();
    }
  }

  /** So long that a small segment takes two records. */
  private String padding() {
    return " ".repeat(scenario.segmentBytes == 512 ? 130 : 0);
  }

  /** What it throws would vanish in the future. */
  private void answered(Call call, LogHandle handle, Throwable error) {
    call.answers++;
    call.handle = handle;
    try {
      requireHonest(call, handle, error);
    } catch (RuntimeException e) {
      wrong = e;
    }
    interleaving.point();
  }

  private void requireHonest(Call call, LogHandle handle, Throwable error) {
    if (error == null) {
      require(log.durableLsn() >= handle.lsn(), "acknowledged above the durable LSN");
      Map<Long, String> found = scan(disk.crash(CrashProfile.LOSE_ALL, 0));
      require(
          call.text.equals(found.get(handle.lsn())),
          "acknowledged before it is durable: " + call.text);
    } else {
      require(
          error instanceof IndeterminateException || error instanceof FencedException,
          "fails as if its fate were known: " + error);
      require(!scenario.peaceful(), "fails without a cause: " + error);
    }
  }

  /** After the last thread has stopped. */
  void check() {
    if (wrong != null) {
      throw wrong;
    }
    require(scheduler.failure() == null, "the writer has thrown " + scheduler.failure());
    require(calls.size() == scenario.threads * scenario.each, "an append does not return");
    require(sealed == null || sealed.isDone(), "the seal is never answered");
    for (Call call : calls) {
      boolean due =
          scenario.failing < 0
              && scenario.fencedAt < 0
              && sealed != null
              && call.returned < sealCalled;
      require(!due || call.handle != null, call.text + " was queued before the seal and fails");
      require(call.answers == 1, call.text + " has " + call.answers + " answers");
      for (Call other : calls) {
        if (call.returned < other.began && other.handle != null) {
          require(call.handle != null, "a later append succeeds after " + call.text + " failed");
          require(call.handle.lsn() < other.handle.lsn(), "LSNs do not follow the calls");
        }
      }
    }
    for (CrashProfile profile : new CrashProfile[] {CrashProfile.KILL, CrashProfile.LOSE_ALL}) {
      Map<Long, String> found = scan(disk.crash(profile, 0));
      for (Call call : calls) {
        require(
            call.handle == null || call.text.equals(found.get(call.handle.lsn())),
            call.text + " was acknowledged and is lost");
      }
    }
  }

  private static Map<Long, String> scan(SimulatedDisk found) {
    Map<Long, String> records = new HashMap<>();
    LogScan scan =
        Subject.SOUND
            .scan(
                found.storage(),
                ID,
                0,
                (segment, frame) ->
                    records.put(
                        frame.lsn(),
                        StandardCharsets.UTF_8.decode(frame.payload().duplicate()).toString()))
            .requireSound();
    require(scan.lastLsn() == records.size(), "the log has a hole");
    return records;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new Violation(otherwise);
    }
  }

  /** The writer can be overtaken at each operation; one of them fails. */
  private final class Pausing implements OperationObserver {
    private int writesAndForces;

    @Override
    public void before(StorageOperation operation) {
      boolean counted =
          operation.kind() == StorageOperation.Kind.WRITE
              || operation.kind() == StorageOperation.Kind.FORCE;
      if (counted && writesAndForces++ == scenario.failing) {
        disk.failAt(operation.number(), Fault.IO_ERROR);
      }
      if (operation.kind() == StorageOperation.Kind.FORCE) {
        int durable = scan(disk.crash(CrashProfile.LOSE_ALL, 0)).size();
        require(log.durableLsn() <= durable, "the durable LSN is raised before the force");
      }
      interleaving.point();
    }
  }
}
