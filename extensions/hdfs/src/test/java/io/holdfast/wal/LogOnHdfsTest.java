package io.holdfast.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.hdfs.HdfsCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log on HDFS while servers of HDFS come and go. */
final class LogOnHdfsTest {
  private final HdfsCluster cluster = HdfsCluster.shared();
  private final String location = cluster.newDirectory();
  private Storage storage;

  @BeforeEach
  void open() {
    storage = cluster.open(location, HdfsCluster.options().withReplication(3, 1));
    storage.createDirectories("");
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private WriteAheadLog start(long epoch) {
    return LogWriterProcess.startLog(storage, epoch, Fence.NONE, cluster.scheduler());
  }

  private static void append(WriteAheadLog log, int count) {
    for (int i = 0; i < count; i++) {
      log.append(LogWriterProcess.record(log.durableLsn() + 1)).join();
    }
  }

  private void assertRecords(long count) {
    Map<Long, String> found = new TreeMap<>();
    LogScanner.scan(
            storage,
            LogWriterProcess.DIRECTORY,
            LogWriterProcess.ID,
            0,
            (segment, frame) ->
                found.put(
                    frame.lsn(),
                    StandardCharsets.UTF_8.decode(frame.payload().duplicate()).toString()))
        .requireSound();
    assertEquals(count, found.size());
    found.forEach((lsn, text) -> assertEquals(LogWriterProcess.text(lsn), text));
  }

  @Test
  void logIsWrittenReadRolledAndReleased() {
    try (WriteAheadLog log = start(1)) {
      append(log, 150);
      assertRecords(150);
      assertTrue(log.sealedSegments().size() >= 2, log.sealedSegments().toString());
      LogHandle handle = log.append(LogWriterProcess.record(151)).join().handle();
      assertEquals(LogWriterProcess.record(151), log.read(handle));
      assertEquals(1, log.release(log.sealedSegments().get(0).lastLsn() + 1));
      log.seal().join();
    }
    try (WriteAheadLog log = start(2)) {
      assertEquals(151, log.durableLsn());
    }
  }

  /** As a killed process leaves it: no file is closed, no lease is given back. */
  @Test
  void abandonedLogIsTakenOver() {
    Storage dead = cluster.open(location);
    WriteAheadLog abandoned = LogWriterProcess.startLog(dead, 1, Fence.NONE, cluster.scheduler());
    append(abandoned, 10);
    try (WriteAheadLog log = start(2)) {
      assertEquals(10, log.durableLsn());
      assertThrows(CompletionException.class, () -> append(abandoned, 1));
      append(log, 10);
      assertRecords(20);
    }
    abandoned.close();
    dead.close();
  }

  @Test
  void dataNodeKilledDuringAppends() throws IOException {
    try (WriteAheadLog log = start(1)) {
      append(log, 20);
      var killed = cluster.servers().stopDataNode(0);
      try {
        append(log, 150);
        assertRecords(170);
      } finally {
        assertTrue(cluster.servers().restartDataNode(killed, true));
        cluster.servers().waitActive();
      }
      append(log, 10);
      assertRecords(180);
    }
  }

  @Test
  void allDataNodesKilledFailsCleanly() throws IOException {
    WriteAheadLog log = start(1);
    append(log, 20);
    var first = cluster.servers().stopDataNode(0);
    var second = cluster.servers().stopDataNode(0);
    var third = cluster.servers().stopDataNode(0);
    try {
      CompletionException failed = assertThrows(CompletionException.class, () -> append(log, 1));
      assertTrue(failed.getCause().getMessage().contains("indeterminate"), failed.getMessage());
    } finally {
      assertTrue(cluster.servers().restartDataNode(first, true));
      assertTrue(cluster.servers().restartDataNode(second, true));
      assertTrue(cluster.servers().restartDataNode(third, true));
      cluster.servers().waitActive();
    }
    log.close();
    try (WriteAheadLog next = start(2)) {
      assertTrue(next.durableLsn() >= 20, () -> "only " + next.durableLsn());
      append(next, 10);
      assertRecords(next.durableLsn());
    }
  }

  /** Forces go on without a NameNode; the change of segments waits for it. */
  @Test
  void nameNodeRestartedDuringAppends() throws IOException {
    try (WriteAheadLog log = start(1)) {
      append(log, 20);
      cluster.servers().shutdownNameNode(0);
      append(log, 20);
      var lane = cluster.scheduler().serial("restart");
      lane.execute(
          () -> {
            try {
              cluster.servers().restartNameNode(0);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
      append(log, 100);
      cluster.servers().waitActive();
      assertRecords(140);
      assertTrue(log.sealedSegments().size() >= 1);
    }
  }

  @Test
  void nameNodeThatStaysAwayFailsCleanly() throws IOException {
    var hasty = HdfsCluster.options().withNameNodeTimeout(Duration.ofSeconds(2));
    Storage impatient = cluster.open(location, hasty);
    WriteAheadLog log = LogWriterProcess.startLog(impatient, 1, Fence.NONE, cluster.scheduler());
    append(log, 20);
    cluster.servers().shutdownNameNode(0);
    long before = log.durableLsn();
    try {
      CompletionException failed = assertThrows(CompletionException.class, () -> append(log, 200));
      assertTrue(failed.getCause().getMessage().contains("NameNode"), failed.getMessage());
    } finally {
      cluster.servers().restartNameNode(0);
      cluster.servers().waitActive();
    }
    log.close();
    impatient.close();
    try (WriteAheadLog next = start(2)) {
      assertTrue(next.durableLsn() >= before);
      append(next, 3);
      assertRecords(next.durableLsn());
    }
  }
}
