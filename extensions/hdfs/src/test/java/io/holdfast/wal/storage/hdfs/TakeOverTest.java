package io.holdfast.wal.storage.hdfs;

import static io.holdfast.wal.storage.StorageFixture.assertMessage;
import static io.holdfast.wal.storage.StorageFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageFixture;
import io.holdfast.wal.storage.StorageReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.server.datanode.DataNodeTestUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two clients of one directory: one writes, the other takes its files away. */
final class TakeOverTest {
  private final HdfsCluster cluster = HdfsCluster.shared();
  private final String location = cluster.newDirectory();
  private Storage writer;
  private Storage taker;

  @BeforeEach
  void openTwice() {
    writer = cluster.open(location);
    taker = cluster.open(location);
    writer.createDirectories("d/deeper");
  }

  @AfterEach
  void close() {
    taker.close();
    writer.close();
  }

  @Test
  void forcedBytesStayAndTheOldWriterIsOut() {
    Appender forced = appender("d/forced", "acknowledged");
    Appender more = appender("d/more", "acknowledged");
    more.write(bytes(" and not"));
    Appender empty = writer.createExclusive("d/empty", 1000);
    Appender elsewhere = appender("d/deeper/other", "acknowledged");
    StorageReader early = taker.open("d/forced");

    taker.takeOver("d");

    assertRefused(forced);
    assertRefused(more);
    assertRefused(empty);
    elsewhere.force();
    assertEquals(12, early.length());
    assertEquals("acknowledged", StorageFixture.read(taker, "d/forced"));
    assertTrue(StorageFixture.read(taker, "d/more").startsWith("acknowledged"));
    assertEquals("", StorageFixture.read(taker, "d/empty"));
    taker.takeOver("d");
    elsewhere.close();
    early.close();
  }

  /** A log names its segment when its first bytes are forced, and goes on writing. */
  @Test
  void leaseFollowsTheFileToItsNewName() {
    Appender appender = appender("d/tmp", "one");
    writer.publish("d/tmp", "d/final");
    appender.write(bytes("two"));
    appender.force();
    assertEquals("onetwo", StorageFixture.read(taker, "d/final"));

    taker.takeOver("d");

    assertRefused(appender);
    assertEquals("onetwo", StorageFixture.read(taker, "d/final"));
    assertEquals(1, taker.list("d").stream().filter(file -> !file.directory()).count());
    assertEquals(6, taker.list("d").stream().mapToLong(file -> file.lengthBytes()).sum());
  }

  @Test
  void oneClientTakesItsOwnFilesToo() {
    Appender appender = appender("d/a", "one");
    writer.takeOver("d");
    assertRefused(appender);
    assertEquals("one", StorageFixture.read(writer, "d/a"));
  }

  @Test
  void whatCannotBeClosedInTimeIsRefused() throws IOException {
    Appender appender = appender("d/a", "one");
    HdfsOptions hasty = HdfsCluster.options().withTakeOverTimeout(Duration.ofMillis(300));
    heartbeats(false);
    try (Storage other = cluster.open(location, hasty)) {
      assertMessage(
          assertThrows(StorageException.class, () -> other.takeOver("d")),
          "take over " + location + "/d",
          "1 file(s) are still open for an earlier writer, a among them",
          "Nothing in the directory may be relied on yet",
          "hdfs fsck",
          "holdfast.hdfs.takeover.timeout");
    } finally {
      heartbeats(true);
    }
    taker.takeOver("d");
    assertRefused(appender);
    assertEquals("one", StorageFixture.read(taker, "d/a"));
  }

  @Test
  void deletedFilesAreNoObstacle() {
    Appender appender = appender("d/a", "one");
    taker.delete("d/a");
    taker.takeOver("d");
    appender.close();
    assertEquals(List.of("deeper"), taker.list("d").stream().map(file -> file.name()).toList());
  }

  private Appender appender(String path, String text) {
    Appender appender = writer.createExclusive(path, 1000);
    appender.write(bytes(text));
    appender.force();
    return appender;
  }

  private static void write(Appender appender) {
    appender.write(bytes("late"));
    appender.force();
  }

  private static void assertRefused(Appender appender) {
    assertMessage(
        assertThrows(StorageException.class, () -> write(appender)),
        appender.location().substring(0, 10),
        "another process has taken the file over",
        "must not acknowledge");
    assertThrows(StorageException.class, appender::force);
    appender.close();
  }

  private void heartbeats(boolean sent) {
    for (DataNode node : cluster.servers().getDataNodes()) {
      DataNodeTestUtils.setHeartbeatsDisabledForTests(node, !sent);
    }
  }
}
