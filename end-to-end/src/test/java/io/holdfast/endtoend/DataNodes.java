package io.holdfast.endtoend;

import io.holdfast.wal.storage.hdfs.servers.HdfsServer;
import io.holdfast.wal.storage.hdfs.servers.HdfsServers;
import java.io.IOException;
import java.util.List;

/** One DataNode at a time, in turn. */
final class DataNodes implements Victim {
  private final HdfsServers hdfs;
  private int turn;

  DataNodes(HdfsServers hdfs) {
    this.hdfs = hdfs;
  }

  @Override
  public String name() {
    return "DataNode";
  }

  @Override
  public void kill() throws InterruptedException {
    List<HdfsServer> nodes = hdfs.dataNodes();
    nodes.get(turn++ % nodes.size()).kill();
  }

  @Override
  public void restart() throws IOException {
    hdfs.startMissing();
  }
}
