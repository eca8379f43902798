package io.holdfast.wal.storage.hdfs;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.runtime.LiveScheduler;
import io.holdfast.runtime.Scheduler;
import io.holdfast.wal.storage.Storage;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;

/**
 * One NameNode and three DataNodes in this JVM, started when first asked for and shared by all
 * tests; it ends with the JVM. A test that stops one of them starts it again.
 */
public final class HdfsCluster {
  private static HdfsCluster shared;
  private static final AtomicInteger DIRECTORIES = new AtomicInteger();

  private final MiniDFSCluster servers;
  private final Scheduler scheduler = new LiveScheduler();

  private HdfsCluster(MiniDFSCluster servers) {
    this.servers = servers;
  }

  /** The cluster of this JVM. */
  public static synchronized HdfsCluster shared() {
    if (shared == null) {
      try {
        shared = new HdfsCluster(start());
      } catch (IOException e) {
        throw new AssertionError("no HDFS could be started", e);
      }
    }
    return shared;
  }

  private static MiniDFSCluster start() throws IOException {
    Configuration configuration = new Configuration();
    var base = Files.createDirectories(FileSystems.getDefault().getPath("target", "hdfs"));
    configuration.set("hdfs.minidfs.basedir", base.toAbsolutePath().toString());
    configuration.set("dfs.heartbeat.interval", "1");
    configuration.set("dfs.namenode.safemode.extension", "0");
    configuration.set("dfs.namenode.safemode.min.datanodes", "1");
    configuration.set("dfs.namenode.fs-limits.min-block-size", "1048576");
    configuration.set("dfs.datanode.handler.count", "3");
    configuration.set("dfs.namenode.handler.count", "5");
    FastClient.SETTINGS.forEach(configuration::set);
    MiniDFSCluster cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(3).build();
    cluster.waitActive();
    return cluster;
  }

  /** Its servers, to be killed and restarted. */
  public MiniDFSCluster servers() {
    return servers;
  }

  /** As an administrator sees it. */
  public DistributedFileSystem files() throws IOException {
    return servers.getFileSystem();
  }

  public Scheduler scheduler() {
    return scheduler;
  }

  /** A directory that no other test uses, and that is not there yet. */
  public String newDirectory() {
    return uri() + "/test-" + DIRECTORIES.incrementAndGet() + "/root";
  }

  public String uri() {
    return servers.getURI().toString();
  }

  public static HdfsOptions options() {
    return FastClient.options();
  }

  public Storage open(String location) {
    return open(location, options());
  }

  public Storage open(String location, HdfsOptions options) {
    return HdfsStorage.open(location, options, scheduler);
  }

  static long blockBytes(String file) throws IOException {
    return shared().files().getFileStatus(hadoop(file)).getBlockSize();
  }

  static int blocks(String file) throws IOException {
    try (var in = (HdfsDataInputStream) shared().files().open(hadoop(file))) {
      return in.getAllBlocks().size();
    }
  }

  static Path hadoop(String path) {
    return new Path(path);
  }

  /** Waits for the servers to do something that they say nobody about. */
  @CompositionRoot("foreign servers live in real time")
  public static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within 60 s: " + what);
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
