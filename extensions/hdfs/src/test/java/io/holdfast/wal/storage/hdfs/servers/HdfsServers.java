package io.holdfast.wal.storage.hdfs.servers;

import io.holdfast.testkit.process.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A real HDFS of processes: a NameNode and DataNodes, formatted once, each to be killed and started
 * again. Everything lies in one directory. Used by one thread.
 */
public final class HdfsServers implements AutoCloseable {
  private static final int DATA_NODES = 3;

  private final Path directory;
  private final String address;
  private final String web;
  private final HdfsServer nameNode;
  private final List<HdfsServer> dataNodes = new ArrayList<>();

  private HdfsServers(Path directory, String classPath) throws IOException {
    this.directory = directory;
    List<Integer> ports = Ports.free(2 + 2 * DATA_NODES);
    this.address = "127.0.0.1:" + ports.get(0);
    this.web = "127.0.0.1:" + ports.get(1 + 2 * DATA_NODES);
    Map<String, String> ofAll = new HashMap<>();
    ofAll.put("fs.defaultFS", uri());
    ofAll.put("hadoop.tmp.dir", directory.resolve("tmp").toString());
    ofAll.put("dfs.heartbeat.interval", "1");
    Map<String, String> settings = new HashMap<>(ofAll);
    settings.put("dfs.namenode.name.dir", directory.resolve("namenode/names").toUri().toString());
    settings.put("dfs.namenode.rpc-address", address);
    settings.put("dfs.namenode.http-address", web);
    settings.put("dfs.namenode.handler.count", "5");
    // So that a restart shows safe mode to whoever calls, for a second.
    settings.put("dfs.namenode.safemode.extension", "1000");
    settings.put("dfs.namenode.safemode.min.datanodes", "1");
    settings.put("dfs.namenode.datanode.registration.ip-hostname-check", "false");
    settings.put(ServerMain.NAMES, directory.resolve("namenode/names").toString());
    this.nameNode =
        new HdfsServer(ServerMain.NAME_NODE, directory.resolve("namenode"), settings, classPath);
    for (int i = 0; i < DATA_NODES; i++) {
      Path own = directory.resolve("datanode-" + i);
      Map<String, String> node = new HashMap<>(ofAll);
      node.put("dfs.datanode.data.dir", own.resolve("blocks").toUri().toString());
      node.put("dfs.datanode.address", "127.0.0.1:" + ports.get(1 + 2 * i));
      node.put("dfs.datanode.ipc.address", "127.0.0.1:" + ports.get(2 + 2 * i));
      node.put("dfs.datanode.http.address", "127.0.0.1:0");
      node.put("dfs.datanode.handler.count", "3");
      dataNodes.add(new HdfsServer(ServerMain.DATA_NODE, own, node, classPath));
    }
  }

  /**
   * Formats and starts one, which takes some seconds.
   *
   * @param directory absolute, and not there yet
   */
  public static HdfsServers start(Path directory) throws IOException {
    return start(directory, System.getProperty("java.class.path"));
  }

  /** The same with servers that run from another class path, which has this class as well. */
  public static HdfsServers start(Path directory, String classPath) throws IOException {
    HdfsServers servers = new HdfsServers(directory, classPath);
    boolean started = false;
    try {
      servers.startMissing();
      started = true;
      return servers;
    } finally {
      if (!started) {
        servers.close();
      }
    }
  }

  /** Its root, such as {@code hdfs://127.0.0.1:15016}. */
  public String uri() {
    return "hdfs://" + address;
  }

  /** Where the NameNode shows its pages, and its figures under {@code /jmx}. */
  public String webUri() {
    return "http://" + web;
  }

  /**
   * Writes the {@code hdfs-site.xml} of a client.
   *
   * @return the directory in which it lies, for a class path
   */
  public Path clientSite(Map<String, String> settings) throws IOException {
    Path site = directory.resolve("client");
    Map<String, String> all = new HashMap<>(settings);
    all.put("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "5");
    HdfsServer.writeSite(site, all);
    return site;
  }

  /** The only NameNode. */
  public HdfsServer nameNode() {
    return nameNode;
  }

  /** All DataNodes. */
  public List<HdfsServer> dataNodes() {
    return dataNodes;
  }

  /** Starts what does not live, and waits until it serves. */
  public void startMissing() throws IOException {
    List<HdfsServer> started = new ArrayList<>();
    if (!nameNode.isAlive()) {
      started.add(nameNode.start());
    }
    for (HdfsServer dataNode : dataNodes) {
      if (!dataNode.isAlive()) {
        started.add(dataNode.start());
      }
    }
    for (HdfsServer server : started) {
      server.awaitReady();
    }
  }

  /** Kills what lives. */
  @Override
  public void close() {
    dataNodes.forEach(HdfsServers::killIfAlive);
    killIfAlive(nameNode);
  }

  private static void killIfAlive(HdfsServer server) {
    try {
      if (server.isAlive()) {
        server.kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
