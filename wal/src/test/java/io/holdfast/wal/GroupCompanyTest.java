package io.holdfast.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.wal.WriteAheadLog.Writer;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** That a group waits for the writers of the group before, and not for long. */
class GroupCompanyTest {
  private static final long FORCE_NANOS = 800_000;
  private static final long LOOK_NANOS = 1000;

  private final LogLife life = new LogLife();
  private final Company company = new Company();
  private final WriteAheadLog log =
      WriteAheadLog.start(
          life.storage,
          life.scan().scan(),
          new Writer("log", 1, Fence.NONE),
          LogOptions.DEFAULT.withReserveBytes(0),
          company);
  private final List<String> forces = new ArrayList<>();

  GroupCompanyTest() {
    life.disk.onOperation(
        new OperationObserver() {
          @Override
          public void after(StorageOperation operation) {
            if (operation.kind() == StorageOperation.Kind.FORCE) {
              company.nanos += FORCE_NANOS;
              forces.add(operation.toString());
            }
          }
        });
  }

  @Test
  void writersOfTheLastGroupShareTheNextForceThoughTheyComeBackOneByOne() {
    append("a1", "b1");
    company.meanwhile = () -> append("b2");
    append("a2");
    life.scheduler.runReady();
    assertEquals(2, forces.size());
    assertEquals(List.of("a1", "b1", "a2", "b2"), life.scan().texts());
    assertEquals(1, company.looks);
  }

  @Test
  void whoDoesNotComeBackCostsAnEighthOfAForceAndOnlyOnce() {
    append("a1", "b1");
    append("a2");
    assertEquals(FORCE_NANOS / 8 / LOOK_NANOS, company.looks);
    append("a3");
    assertEquals(FORCE_NANOS / 8 / LOOK_NANOS, company.looks);
    assertEquals(3, forces.size());
  }

  @Test
  void idleLogWaitsForNobody() {
    append("a1", "b1");
    company.nanos += FORCE_NANOS;
    append("a2");
    assertEquals(0, company.looks);
    assertEquals(2, forces.size());
  }

  @Test
  void singleWriterNeverWaits() {
    append("a1");
    append("a2");
    append("a3");
    assertEquals(0, company.looks);
    assertEquals(3, forces.size());
  }

  /** All in one group; within a wait only queued, as the lane is busy then. */
  private void append(String... texts) {
    List<CompletableFuture<Acknowledgement>> unused = LogLife.queue(log, texts);
    if (!company.waiting) {
      life.scheduler.runReady();
    }
  }

  /** A scheduler in which something happens while a task lets others run. */
  private final class Company implements Scheduler {
    private Runnable meanwhile = () -> {};
    private boolean waiting;
    private long looks;
    private long nanos;

    @Override
    public boolean letOthersRun() {
      nanos += LOOK_NANOS;
      looks++;
      waiting = true;
      meanwhile.run();
      waiting = false;
      return true;
    }

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public long currentTimeMillis() {
      return life.scheduler.currentTimeMillis();
    }

    @Override
    public long randomLong() {
      return life.scheduler.randomLong();
    }

    @Override
    public SerialExecutor serial(String name) {
      return life.scheduler.serial(name);
    }

    @Override
    public Executor pool(String name, int threads) {
      return life.scheduler.pool(name, threads);
    }

    @Override
    public Cancellable schedule(Duration delay, SerialExecutor lane, Runnable task) {
      return life.scheduler.schedule(delay, lane, task);
    }

    @Override
    public void spawn(String name, Runnable loop) {
      life.scheduler.spawn(name, loop);
    }

    @Override
    public void onFailure(FailureListener listener) {
      life.scheduler.onFailure(listener);
    }

    @Override
    public void close() {
      life.scheduler.close();
    }
  }
}
