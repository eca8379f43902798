package io.holdfast.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.hdfs.HdfsCluster;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Writers in processes of their own that are killed or stopped while they hold leases. */
final class LogOnHdfsProcessesTest {
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

  /** All records that are there, by LSN; the log must be sound. */
  private Map<Long, String> records() {
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
    return found;
  }

  private void assertAllThere(LogWriterProcess writer, Map<Long, String> found) {
    for (long lsn : writer.acknowledged()) {
      assertEquals(LogWriterProcess.text(lsn), found.get(lsn), "record " + lsn);
    }
  }

  private WriteAheadLog takeOver(long epoch) {
    return LogWriterProcess.startLog(storage, epoch, Fence.NONE, cluster.scheduler());
  }

  private static void append(WriteAheadLog log, int count) {
    for (int i = 0; i < count; i++) {
      log.append(LogWriterProcess.record(log.durableLsn() + 1)).join();
    }
  }

  /** More than a segment each, so that the kill may also hit the change of segments. */
  @Test
  void killedWriterLosesNothingThatItAcknowledged() throws Exception {
    try (LogWriterProcess writer = LogWriterProcess.start(location, 1)) {
      writer.command("run");
      writer.awaitAcknowledged(100);
      writer.kill();
      writer.readToTheEnd();
      try (WriteAheadLog log = takeOver(2)) {
        append(log, 3);
        long last = log.durableLsn();
        Map<Long, String> found = records();
        assertAllThere(writer, found);
        assertEquals(last, found.size());
        found.forEach((lsn, text) -> assertEquals(LogWriterProcess.text(lsn), text));
      }
    }
  }

  /** Stopped between two appends; nothing but the lease stands between it and the log. */
  @Test
  void zombieThatWakesUpIsNotAcknowledged() throws Exception {
    try (LogWriterProcess zombie = LogWriterProcess.start(location, 1)) {
      zombie.command("append");
      zombie.awaitAcknowledged(1);
      zombie.signal("STOP");
      try (WriteAheadLog log = takeOver(2)) {
        append(log, 2);
        zombie.signal("CONT");
        zombie.command("append");
        String refusal = zombie.readToTheEnd();
        assertEquals(1, zombie.acknowledged().size(), zombie.acknowledged().toString());
        assertTrue(refusal.contains("another process has taken the file over"), refusal);
        append(log, 2);
        assertEquals(5, records().size());
      }
    }
  }

  /** Stopped anywhere: what was under way may still be told, but then it must be there. */
  @Test
  void zombieThatIsStoppedInTheMiddleIsNotAcknowledgedMore() throws Exception {
    try (LogWriterProcess zombie = LogWriterProcess.start(location, 1)) {
      zombie.command("run");
      zombie.awaitAcknowledged(60);
      zombie.signal("STOP");
      try (WriteAheadLog log = takeOver(2)) {
        Map<Long, String> taken = records();
        append(log, 2);
        zombie.signal("CONT");
        String refusal = zombie.readToTheEnd();
        assertTrue(refusal != null && refusal.startsWith("refused "), refusal);
        assertAllThere(zombie, taken);
        assertEquals(taken.size() + 2, records().size());
      }
    }
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  @EnabledIfSystemProperty(
      named = "holdfast.hdfs.rounds",
      matches = "[1-9][0-9]*",
      disabledReason = "takes minutes: run with -Phdfs")
  void manyRounds() throws Exception {
    for (int round = Integer.getInteger("holdfast.hdfs.rounds"); round > 0; round--) {
      storage.deleteTree(LogWriterProcess.DIRECTORY);
      killedWriterLosesNothingThatItAcknowledged();
      storage.deleteTree(LogWriterProcess.DIRECTORY);
      zombieThatIsStoppedInTheMiddleIsNotAcknowledgedMore();
    }
  }
}
