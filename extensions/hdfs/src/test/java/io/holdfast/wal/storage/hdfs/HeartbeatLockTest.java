package io.holdfast.wal.storage.hdfs;

import static io.holdfast.wal.storage.StorageFixture.assertMessage;
import static io.holdfast.wal.storage.StorageFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.InUseException;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.LockLook;
import io.holdfast.wal.storage.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HeartbeatLockTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration TOO_LONG = Duration.ofMinutes(10);

  private final HdfsCluster cluster = HdfsCluster.shared();
  private final String location = cluster.newDirectory();
  private Storage storage;

  @BeforeEach
  void open() {
    storage = cluster.open(location);
    storage.createDirectories("");
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private void heldBy(ProcessIdentity holder) {
    try (Appender file = storage.createExclusive("LOCK.holder-7")) {
      file.write(bytes(holder.encode()));
    }
    try (Appender file = storage.createExclusive("LOCK")) {
      file.write(bytes("the engine of orders"));
    }
  }

  private static ProcessIdentity here(long pid, long started) {
    ProcessIdentity self = ProcessIdentity.current();
    return new ProcessIdentity(self.host(), pid, started, self.machine());
  }

  @Test
  void deadProcessOfThisMachineLosesItAtOnce() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    heldBy(here(dead.pid(), 1));
    try (Storage patient =
        cluster.open(location, HdfsCluster.options().withLockTimeout(TOO_LONG))) {
      patient.lock("LOCK").close();
    }
  }

  /** Killed between the writing of a file of the lock and its naming. */
  @Test
  void whatADeadHolderHadNotNamedYetIsSwept() {
    storage.createExclusive("LOCK.holder-8.1f.tmp").close();
    storage.createExclusive("LOCK.fedcba9876543210.tmp").close();
    storage.createExclusive("LOCK.other.tmp").close();
    storage.createExclusive("UNLOCK.1f.tmp").close();
    storage.lock("LOCK").close();
    assertEquals(
        List.of("LOCK", "LOCK.holder-1", "LOCK.other.tmp", "UNLOCK.1f.tmp"),
        storage.list("").stream().map(FileStatus::name).toList());
  }

  @Test
  void pidThatIsUsedAgainIsAnotherProcess() {
    heldBy(here(1, 1));
    try (Storage patient =
        cluster.open(location, HdfsCluster.options().withLockTimeout(TOO_LONG))) {
      patient.lock("LOCK").close();
    }
  }

  @Test
  void silentHolderElsewhereLosesItAfterTheTimeout() {
    heldBy(new ProcessIdentity("far", 4711, 1, "another machine"));
    long start = cluster.scheduler().nanoTime();
    try (Storage.Lock lock = storage.lock("LOCK")) {
      Duration waited = Duration.ofNanos(cluster.scheduler().nanoTime() - start);
      assertTrue(waited.toMillis() >= 1000, waited.toString());
      lock.describe("mine");
      assertEquals(
          List.of("LOCK", "LOCK.holder-8"),
          storage.list("").stream().map(FileStatus::name).toList());
    }
  }

  @Test
  void whoOnlyLooksIsNotSureOfASilentHolder() {
    heldBy(new ProcessIdentity("far", 4711, 1, "another machine"));
    LockLook look = storage.lookAtLock("LOCK");
    assertEquals(LockLook.Answer.UNKNOWN, look.answer(), look.words());
    assertEquals("the engine of orders", look.described());
    assertEquals(LockLook.Answer.FREE, storage.lookAtLock("no/LOCK").answer());
  }

  @Test
  void whoOnlyLooksKnowsADeadHolderOfThisMachine() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    heldBy(here(dead.pid(), 1));
    LockLook look = storage.lookAtLock("LOCK");
    assertEquals(LockLook.Answer.FREE, look.answer(), look.words());
    assertTrue(look.words().endsWith("had it and is dead"), look.words());
  }

  @Test
  void heartbeatElsewhereIsSeenAndItsOwnerNamed() {
    heldBy(new ProcessIdentity("far", 4711, 1, "another machine"));
    var lane = cluster.scheduler().serial("taker");
    CompletableFuture<Storage.Lock> taken = new CompletableFuture<>();
    try (Storage patient = cluster.open(location, HdfsCluster.options().withLockTimeout(LONG))) {
      lane.execute(
          () -> {
            try {
              taken.complete(patient.lock("LOCK"));
            } catch (RuntimeException e) {
              taken.completeExceptionally(e);
            }
          });
      HdfsCluster.await(
          "the heartbeat was seen",
          () -> {
            beat();
            return taken.isDone();
          });
      InUseException refused =
          (InUseException) assertThrows(CompletionException.class, taken::join).getCause();
      assertEquals(
          "lock " + location + "/LOCK: in use by the engine of orders (process 4711 on host far)",
          refused.getMessage());
    }
  }

  @Test
  void whoOnlyLooksHearsAHeartbeat() {
    heldBy(new ProcessIdentity("far", 4711, 1, "another machine"));
    var lane = cluster.scheduler().serial("looker");
    CompletableFuture<LockLook> seen = new CompletableFuture<>();
    try (Storage patient = cluster.open(location, HdfsCluster.options().withLockTimeout(LONG))) {
      lane.execute(() -> seen.complete(patient.lookAtLock("LOCK")));
      HdfsCluster.await(
          "the heartbeat was heard",
          () -> {
            beat();
            return seen.isDone();
          });
      assertEquals(LockLook.Answer.HELD, seen.join().answer());
      assertEquals(
          "lock " + location + "/LOCK: in use by the engine of orders (process 4711 on host far)",
          seen.join().words());
    }
  }

  private long beats = 1;

  private void beat() {
    try {
      cluster.files().setTimes(HdfsCluster.hadoop(location + "/LOCK.holder-7"), beats++, -1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void holderBeatsAndLetsGo() throws IOException {
    Storage.Lock lock = storage.lock("LOCK");
    var holder = HdfsCluster.hadoop(location + "/LOCK.holder-1");
    long first = cluster.files().getFileStatus(holder).getModificationTime();
    HdfsCluster.await("a heartbeat", () -> modified(holder) > first);
    assertMessage(
        assertThrows(InUseException.class, () -> storage.lock("LOCK")),
        "process " + ProcessHandle.current().pid(),
        "which is this process");
    lock.close();
    assertEquals(0, modified(holder));
    lock.close();
    storage.lock("LOCK").close();
    assertFalse(storage.exists("LOCK.holder-1"));
  }

  private long modified(Path file) {
    try {
      return cluster.files().getFileStatus(file).getModificationTime();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void onlyOneOfManyGetsIt() {
    heldBy(new ProcessIdentity("far", 4711, 1, "another machine"));
    var pool = cluster.scheduler().pool("takers", 6);
    List<CompletableFuture<String>> takers =
        IntStream.range(0, 6)
            .mapToObj(i -> CompletableFuture.supplyAsync(this::take, pool))
            .toList();
    List<String> outcomes = takers.stream().map(CompletableFuture::join).sorted().toList();
    assertEquals(1, outcomes.stream().filter("taken"::equals).count(), outcomes.toString());
  }

  private String take() {
    try (Storage other = cluster.open(location)) {
      other.lock("LOCK");
      return "taken";
    } catch (InUseException e) {
      return "refused";
    }
  }
}
