package io.holdfast.wal.storage.hdfs;

import static io.holdfast.wal.storage.StorageFixture.assertMessage;
import static io.holdfast.wal.storage.StorageFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.testkit.process.Ports;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageFixture;
import io.holdfast.wal.storage.StorageFullException;
import java.io.IOException;
import java.net.URI;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.hadoop.hdfs.server.namenode.NameNodeAdapter;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Test;

/** Everything that is refused, and what the refusal says. */
final class HdfsRefusalTest {
  private final HdfsCluster cluster = HdfsCluster.shared();
  private final String location = cluster.newDirectory();

  private Storage opened() {
    Storage storage = cluster.open(location);
    storage.createDirectories("");
    return storage;
  }

  @Test
  void erasureCodedDirectory() throws IOException {
    try (Storage storage = opened()) {
      storage.createDirectories("coded");
      cluster.files().enableErasureCodingPolicy("XOR-2-1-1024k");
      cluster
          .files()
          .setErasureCodingPolicy(HdfsCluster.hadoop(location + "/coded"), "XOR-2-1-1024k");
      for (String directory : List.of("coded", "coded/below/it")) {
        assertMessage(
            assertThrows(ConfigurationException.class, () -> storage.probe(directory)),
            location + "/" + directory,
            "erasure coding (XOR-2-1-1024k)",
            "cannot be forced",
            "hdfs ec -setPolicy -replicate -path");
      }
      storage.probe("beside");
      try (Appender appender = storage.createExclusive("coded/replicated", 100)) {
        appender.write(bytes("x"));
        appender.force();
      }
      assertEquals("x", StorageFixture.read(storage, "coded/replicated"));
    }
  }

  @Test
  void directoryInMemory() throws IOException {
    try (Storage storage = opened()) {
      cluster.files().setStoragePolicy(HdfsCluster.hadoop(location), "LAZY_PERSIST");
      assertMessage(
          assertThrows(ConfigurationException.class, () -> storage.probe("")),
          location,
          "LAZY_PERSIST",
          "not on disk",
          "hdfs storagepolicies");
    }
  }

  @Test
  void fewerDataNodesThanAskedFor() {
    HdfsOptions five = HdfsCluster.options().withReplication(5, 4);
    try (Storage storage = cluster.open(location, five)) {
      assertMessage(
          assertThrows(StorageException.class, () -> storage.probe("d")),
          "force " + location + "/d/",
          "reached 3 DataNode(s)",
          "holdfast.hdfs.min.replicas = 4");
      assertEquals(List.of(), storage.list("d"));
    }
  }

  @Test
  void otherFileSystem() {
    HdfsOptions other =
        HdfsOptions.DEFAULT.withHadoop("fs.other.impl", OtherFileSystem.class.getName());
    assertMessage(
        assertThrows(ConfigurationException.class, () -> cluster.open("other:///x", other)),
        "other:/x is a OtherFileSystem, not HDFS",
        "hsync");
    assertMessage(
        assertThrows(ConfigurationException.class, () -> cluster.open("nobody://x/y")),
        "nobody://x/y",
        "nobody");
  }

  /** Claims whatever it is asked about, as some do. */
  static final class OtherFileSystem extends RawLocalFileSystem {
    @Override
    public String getScheme() {
      return "other";
    }

    @Override
    public URI getUri() {
      return URI.create("other:///");
    }
  }

  @Test
  void wrongPermissions() throws Exception {
    try (Storage storage = opened()) {
      storage.createExclusive("mine").close();
      cluster
          .files()
          .setPermission(HdfsCluster.hadoop(location), FsPermission.createImmutable((short) 0755));
      UserGroupInformation alice =
          UserGroupInformation.createUserForTesting("alice", new String[] {"users"});
      PrivilegedExceptionAction<Storage> open = () -> cluster.open(location);
      Storage hers = alice.doAs(open);
      assertTrue(hers.exists("mine"));
      String[] why = {
        "permission denied: user alice needs WRITE on", "root", "drwxr-xr-x", "-chown"
      };
      assertMessage(assertThrows(StorageException.class, () -> hers.createExclusive("hers")), why);
      assertMessage(
          assertThrows(StorageException.class, () -> hers.createExclusive("hers")),
          "create " + location + "/hers");
      assertMessage(assertThrows(StorageException.class, () -> hers.delete("mine")), why);
      assertMessage(assertThrows(StorageException.class, () -> hers.publish("mine", "hers")), why);
      assertMessage(assertThrows(StorageException.class, () -> hers.probe("")), why);
      assertMessage(assertThrows(StorageException.class, () -> hers.lock("LOCK")), why);
      hers.close();
      assertTrue(storage.exists("mine"));
    }
  }

  @Test
  void quotaThatIsFull() throws IOException {
    DistributedFileSystem admin = cluster.files();
    try (Storage storage = opened()) {
      long block = 1 << 20;
      admin.setQuota(HdfsCluster.hadoop(location), HdfsConstants.QUOTA_DONT_SET, 2 * block);
      assertEquals(block, storage.usableBytes());
      try (Appender first = storage.createExclusive("first", block)) {
        first.write(bytes("acknowledged"));
        first.force();
        Appender second = storage.createExclusive("second", block);
        StorageFullException full =
            assertThrows(
                StorageFullException.class,
                () -> {
                  second.write(bytes("x"));
                  second.force();
                });
        assertMessage(full, location + "/second", "quota", "Raise the quota or make room");
        assertThrows(StorageException.class, second::force);
        second.close();
        first.write(bytes(" and more"));
        first.force();
        assertEquals("acknowledged and more", StorageFixture.read(storage, "first"));
      }
      admin.setQuota(HdfsCluster.hadoop(location), 3, HdfsConstants.QUOTA_RESET);
      assertMessage(
          assertThrows(StorageFullException.class, () -> storage.createExclusive("fourth")),
          "create " + location + "/fourth",
          "quota");
    }
  }

  @Test
  void safeModeThatStays() throws IOException {
    HdfsOptions brief = HdfsCluster.options().withSafeModeTimeout(Duration.ofMillis(1200));
    try (Storage storage = cluster.open(location, brief)) {
      storage.createDirectories("");
      NameNodeAdapter.enterSafeMode(cluster.servers().getNameNode(), false);
      try {
        assertMessage(
            assertThrows(StorageException.class, () -> storage.createExclusive("a")),
            "create " + location + "/a",
            cluster.uri().replace("hdfs://", "NameNode "),
            "is in safe mode",
            "hdfs dfsadmin -safemode get");
        assertFalse(storage.exists("a"));
      } finally {
        NameNodeAdapter.leaveSafeMode(cluster.servers().getNameNode());
      }
    }
  }

  @Test
  void safeModeThatEndsIsWaitedFor() {
    Executor lane = cluster.scheduler().serial("creator");
    HdfsOptions hasty = HdfsCluster.options().withNameNodeTimeout(Duration.ofSeconds(3));
    opened().close();
    try (Storage storage = cluster.open(location, hasty);
        WarningsSeen waits = new WarningsSeen(NameNode.class)) {
      CompletableFuture<Appender> created = new CompletableFuture<>();
      try {
        NameNodeAdapter.enterSafeMode(cluster.servers().getNameNode(), false);
        lane.execute(() -> created.complete(storage.createExclusive("a")));
        HdfsCluster.await(
            "it says what it waits for",
            () ->
                waits.lines().stream()
                    .anyMatch(line -> line.contains("is in safe mode; gives up after 60 s")));
        String line = waits.lines().get(0);
        assertTrue(line.startsWith("create " + location + "/a: still waiting after 3 s"), line);
        assertFalse(created.isDone());
      } catch (IOException e) {
        throw new AssertionError(e);
      } finally {
        NameNodeAdapter.leaveSafeMode(cluster.servers().getNameNode());
      }
      created.join().close();
      assertTrue(storage.exists("a"));
    }
  }

  @Test
  void nameNodeThatIsNotThere() {
    int port = Ports.free();
    String nobody = "hdfs://127.0.0.1:" + port + "/app";
    long start = cluster.scheduler().nanoTime();
    StorageException refused =
        assertThrows(
            StorageException.class,
            () ->
                cluster.open(
                    nobody, HdfsCluster.options().withNameNodeTimeout(Duration.ofSeconds(3))));
    Duration took = Duration.ofNanos(cluster.scheduler().nanoTime() - start);
    assertMessage(
        refused,
        "open storage " + nobody,
        "the NameNode 127.0.0.1:" + port + " refused the connection",
        "Look whether it runs");
    assertTrue(took.toMillis() > 300 && took.toSeconds() < 15, took.toString());
  }

  @Test
  void nameNodeThatIsUnknown() {
    assertMessage(
        assertThrows(
            StorageException.class, () -> cluster.open("hdfs://no.such.host.invalid:8020/app")),
        "open storage hdfs://no.such.host.invalid:8020/app",
        "its host is unknown",
        "hdfs-site.xml");
  }

  @Test
  void fileInPlaceOfADirectory() {
    try (Storage storage = opened()) {
      storage.createExclusive("file").close();
      assertMessage(
          assertThrows(StorageException.class, () -> cluster.open(location + "/file")),
          "open storage " + location + "/file",
          "it is not a directory");
    }
  }

  @Test
  void settingsThatCannotBeRight() {
    HdfsOptions options = HdfsOptions.DEFAULT;
    assertMessage(
        assertThrows(ConfigurationException.class, () -> options.withReplication(2, 3)),
        "'holdfast.hdfs.min.replicas' is 3",
        "1 to the replication");
    assertMessage(
        assertThrows(ConfigurationException.class, () -> options.withReplication(-1, 1)),
        "'holdfast.hdfs.replication' is -1");
    assertMessage(
        assertThrows(
            ConfigurationException.class, () -> options.withTakeOverTimeout(Duration.ZERO)),
        "'holdfast.hdfs.takeover.timeout' is 0 ms");
    Configuration site = new Configuration(false);
    site.set("holdfast.hdfs.namenode.timeout", "5s");
    assertEquals(Duration.ofSeconds(5), HdfsOptions.from(site).nameNodeTimeout());
    site.set("holdfast.hdfs.lock.timeout", "soon");
    assertMessage(
        assertThrows(ConfigurationException.class, () -> HdfsOptions.from(site)),
        "'holdfast.hdfs.lock.timeout' is soon",
        "30s or 2m");
  }
}
