package io.holdfast.wal.storage.hdfs;

import static io.holdfast.wal.storage.StorageFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is said of files that have lost a DataNode. */
final class MissingDataNodeTest {
  /** So many that some of them do not lie on the DataNode that is stopped. */
  private static final int FILES = 12;

  private final HdfsCluster cluster = HdfsCluster.shared();

  @Test
  void isSaidOnceForAllFiles() throws IOException {
    try (Storage storage =
            cluster.open(cluster.newDirectory(), HdfsCluster.options().withReplication(2, 1));
        WarningsSeen seen = new WarningsSeen(HdfsAppender.class)) {
      storage.createDirectories("");
      List<Appender> files =
          IntStream.range(0, FILES)
              .mapToObj(number -> storage.createExclusive("f" + number, 1000))
              .toList();
      forceAll(files);
      var stopped = cluster.servers().stopDataNode(0);
      try {
        forceAll(files);
        forceAll(files);
        assertEquals(1, seen.lines().size(), seen.lines().toString());
        assertTrue(seen.lines().get(0).contains("only 1 of 2 DataNodes"), seen.lines().get(0));
      } finally {
        assertTrue(cluster.servers().restartDataNode(stopped, true));
        cluster.servers().waitActive();
      }
      files.forEach(Appender::close);
    }
  }

  private static void forceAll(List<Appender> files) {
    for (Appender file : files) {
      file.write(bytes("x"));
      file.force();
    }
  }
}
