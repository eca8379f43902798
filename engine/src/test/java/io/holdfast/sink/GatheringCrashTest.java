package io.holdfast.sink;

import static io.holdfast.sink.SinkLife.NOON;
import static io.holdfast.sink.SinkLife.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ExitCode;
import io.holdfast.FencedException;
import io.holdfast.sink.CommitOutcome.Committed;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedCrash;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import io.holdfast.wal.storage.simulated.StorageOperation.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Five batches that are gathered, two or three at a time, with a crash at every operation, a second
 * one at every operation of the recovery, and a new driver at every operation of the old one.
 * Somebody reads the directory after each operation and sees each batch wholly, once, or not at
 * all.
 */
final class GatheringCrashTest {
  private static final long NEVER = Long.MAX_VALUE;
  private static final int BATCHES = 5;
  private static final Gathering LIMITS = Gathering.of(3, 14, Duration.ofMinutes(1));

  private static SinkLife<Object> on(SimulatedDisk disk) {
    return new SinkLife<>(new TextFileSink("/out").gathering(LIMITS), line -> line, disk.storage());
  }

  private static List<String> rowsOf(int batch) {
    return batch % 2 == 0
        ? List.of("b" + batch + "x")
        : List.of("b" + batch + "x", "b" + batch + "y", "b" + batch + "z");
  }

  private static BatchTime time(int batch) {
    return new BatchTime(NOON.epochMillis() + batch);
  }

  private static String[][] partitions(int batch) {
    List<String> all = rowsOf(batch);
    String[] first = rows(all.get(0));
    return all.size() == 1
        ? new String[][] {first}
        : new String[][] {first, rows(all.get(1), all.get(2))};
  }

  /** What a job does: commits what is not committed, in order, and stops in good order. */
  private static void run(SinkLife<Object> life, long epoch, Set<Integer> acknowledged) {
    try (SinkSession<Object> session = life.open(epoch)) {
      acknowledged.forEach(
          batch -> assertTrue(session.committed(time(batch)), () -> batch + " was committed"));
      for (int batch = 1; batch <= BATCHES; batch++) {
        if (!session.committed(time(batch))) {
          var parts = life.stage(session, time(batch), partitions(batch));
          CommitOutcome outcome = session.commit(time(batch), parts);
          if (outcome instanceof CommitOutcome.Refused refused) {
            throw new FencedException(refused.reason());
          }
          assertInstanceOf(Committed.class, outcome);
        }
        acknowledged.add(batch);
      }
      session.flush();
    }
  }

  /** What somebody sees who lists the directory now. */
  private static void requireWholeBatches(SimulatedDisk disk) {
    List<String> seen = on(disk.fork()).committed();
    Set<String> once = new HashSet<>(seen);
    assertEquals(seen.size(), once.size(), () -> "twice: " + seen);
    for (int batch = 1; batch <= BATCHES; batch++) {
      List<String> rows = rowsOf(batch);
      long there = rows.stream().filter(once::contains).count();
      assertTrue(there == 0 || there == rows.size(), "half of a batch: " + seen);
    }
  }

  private static void requireAll(SimulatedDisk disk) {
    List<String> expected = new ArrayList<>();
    for (int batch = 1; batch <= BATCHES; batch++) {
      expected.addAll(rowsOf(batch));
    }
    assertEquals(expected, on(disk).committed().stream().sorted().toList());
    assertEquals(List.of(), on(disk).residue());
    assertEquals(List.of(), disk.storage().list("_holdfast/counts/gathered"));
    assertTrue(disk.storage().list("").size() < BATCHES, "fewer directories than batches");
    new OutputInspector(disk.storage())
        .output("", finding -> assertEquals(ExitCode.OK, finding.exitCode()));
  }

  /** Reads after each operation, and ends the process before one of them. */
  private static final class Reader implements OperationObserver {
    private final SimulatedDisk disk;
    private final long last;

    Reader(SimulatedDisk disk, long last) {
      this.disk = disk;
      this.last = last;
    }

    @Override
    public void before(StorageOperation operation) {
      if (operation.number() == last) {
        throw new SimulatedCrash("before " + operation);
      }
    }

    @Override
    public void after(StorageOperation operation) {
      // The run without a crash looks after each; what is seen changes with a name only.
      if (last == NEVER || operation.kind() == Kind.PUBLISH || operation.kind() == Kind.DELETE) {
        requireWholeBatches(disk);
      }
    }
  }

  /** Runs to a crash or to the end; whether it came to the end. */
  private static boolean ran(SimulatedDisk disk, long epoch, long crashAt, Set<Integer> committed) {
    disk.onOperation(new Reader(disk, crashAt));
    try {
      run(on(disk), epoch, committed);
      return true;
    } catch (SimulatedCrash e) {
      return false;
    } finally {
      disk.onOperation(new OperationObserver() {});
    }
  }

  @Test
  void readerSeesWholeBatchesAfterEveryOperation() {
    SimulatedDisk disk = new SimulatedDisk();
    assertTrue(ran(disk, 1, NEVER, new TreeSet<>()));
    requireAll(disk);
  }

  @Test
  void everyCrashLeavesWholeBatchesAndNothingIsLostOrRepeated() {
    boolean done = false;
    for (long at = 0; !done; at++) {
      SimulatedDisk disk = new SimulatedDisk();
      Set<Integer> committed = new TreeSet<>();
      done = ran(disk, 1, at, committed);
      for (CrashProfile profile : CrashProfile.values()) {
        SimulatedDisk found = disk.crash(profile, at);
        requireWholeBatches(found);
        assertTrue(ran(found, 2, NEVER - 1, new TreeSet<>(committed)));
        requireAll(found);
      }
    }
  }

  @Test
  void everyCrashOfARecoveryIsRecovered() {
    boolean done = false;
    for (long at = 0; !done; at += 13) {
      SimulatedDisk disk = new SimulatedDisk();
      Set<Integer> committed = new TreeSet<>();
      done = ran(disk, 1, at, committed);
      CrashProfile profile = at % 2 == 0 ? CrashProfile.KILL : CrashProfile.ADVERSARIAL;
      boolean again = false;
      for (long second = 0; !again; second++) {
        SimulatedDisk found = disk.crash(profile, at);
        Set<Integer> more = new TreeSet<>(committed);
        again = ran(found, 2, second, more);
        SimulatedDisk last = found.crash(CrashProfile.LOSE_ALL, second);
        requireWholeBatches(last);
        assertTrue(ran(last, 3, NEVER - 1, more));
        requireAll(last);
      }
    }
  }

  /** The old driver goes on when the new one has done everything, and changes nothing any more. */
  @Test
  void newDriverAtEveryOperationOfTheOldOne() {
    int fenced = 0;
    boolean done = false;
    for (long at = 0; !done; at++) {
      SimulatedDisk disk = new SimulatedDisk();
      TakenOver takeover = new TakenOver(disk, at);
      disk.onOperation(takeover);
      try {
        run(on(disk), 1, new TreeSet<>());
        done = !takeover.happened;
      } catch (FencedException e) {
        fenced++;
      }
      disk.onOperation(new OperationObserver() {});
      run(on(disk), 3, new TreeSet<>());
      requireAll(disk);
    }
    assertNotEquals(0, fenced);
  }

  /** Lets another driver live a whole life before an operation. */
  private static final class TakenOver implements OperationObserver {
    private final SimulatedDisk disk;
    private final long at;
    private boolean claimed;
    private boolean happened;

    TakenOver(SimulatedDisk disk, long at) {
      this.disk = disk;
      this.at = at;
    }

    @Override
    public void before(StorageOperation operation) {
      // That no two make the output at the same moment is the matter of the application's lock.
      if (claimed && operation.number() >= at && operation.kind() != Kind.MKDIR && !happened) {
        happened = true;
        run(on(disk), 2, new TreeSet<>());
      }
    }

    @Override
    public void after(StorageOperation operation) {
      claimed |= operation.path().endsWith("epochs/epoch-0000000001");
      if (operation.kind() == Kind.PUBLISH || operation.kind() == Kind.DELETE) {
        requireWholeBatches(disk);
      }
    }
  }

  /** Batches that ran again are there again, whole, and each run once. */
  @Test
  void atLeastOnceLosesNothing() {
    boolean done = false;
    for (long at = 0; !done; at++) {
      SimulatedDisk disk = new SimulatedDisk();
      Set<Integer> committed = new TreeSet<>();
      done = ranAtLeastOnce(disk, 1, at, committed);
      SimulatedDisk found = disk.crash(CrashProfile.ADVERSARIAL, at);
      assertTrue(ranAtLeastOnce(found, 2, NEVER, new TreeSet<>()));
      List<String> rows = on(found).committed();
      for (int batch = 1; batch <= BATCHES; batch++) {
        String row = rowsOf(batch).get(0);
        long times = rows.stream().filter(row::equals).count();
        assertTrue(times <= 2, () -> "a run is there twice: " + rows);
        assertFalse(times < (committed.contains(batch) ? 2 : 1), () -> "a run is lost: " + rows);
      }
    }
  }

  private static boolean ranAtLeastOnce(
      SimulatedDisk disk, long epoch, long crashAt, Set<Integer> committed) {
    disk.onOperation(
        new OperationObserver() {
          @Override
          public void before(StorageOperation operation) {
            if (operation.number() == crashAt) {
              throw new SimulatedCrash("before " + operation);
            }
          }
        });
    SinkLife<Object> life = on(disk);
    try (SinkSession<Object> session = life.open(epoch, Guarantee.AT_LEAST_ONCE)) {
      for (int batch = 1; batch <= BATCHES; batch++) {
        var parts = life.stage(session, time(batch), partitions(batch));
        assertInstanceOf(Committed.class, session.commit(time(batch), parts));
        committed.add(batch);
      }
      session.flush();
      return true;
    } catch (SimulatedCrash e) {
      return false;
    }
  }
}
