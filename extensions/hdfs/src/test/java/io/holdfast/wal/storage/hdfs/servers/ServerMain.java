package io.holdfast.wal.storage.hdfs.servers;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.testkit.process.ParentWatch;
import io.holdfast.wal.storage.hdfs.HdfsCluster;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.server.namenode.NameNode;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;

/**
 * A NameNode or a DataNode in a process of its own, made as their own main methods make them, from
 * the {@code hdfs-site.xml} on the class path; a NameNode formats what is not there yet. Says
 * {@value #READY} when it serves, and ends with its standard input, so that it never outlives who
 * has started it.
 */
@CompositionRoot("a process of its own is composed here")
final class ServerMain {
  static final String READY = "server: ready";
  static final String NAME_NODE = "namenode";
  static final String NAMES = "holdfast.namenode.names";
  static final String DATA_NODE = "datanode";

  private ServerMain() {}

  /** Runs the server that the only argument names. */
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    // Nobody reads on after the first line: what servers print must not fill the pipe.
    System.setOut(System.err);
    ParentWatch.endWithParent(1);
    Configuration configuration = new HdfsConfiguration();
    if (args[0].equals(NAME_NODE)) {
      if (!Files.exists(Path.of(configuration.get(NAMES)))) {
        // What formatting registers, the server registers again.
        DefaultMetricsSystem.setMiniClusterMode(true);
        NameNode.format(configuration);
      }
      NameNode server = NameNode.createNameNode(new String[0], configuration);
      out.println(READY);
      server.join();
    } else {
      DataNode server = DataNode.createDataNode(new String[0], configuration);
      HdfsCluster.await("the DataNode is registered", server::isDatanodeFullyStarted);
      out.println(READY);
      // It has threads that keep the process alive; join() is not for other packages.
      return;
    }
    Runtime.getRuntime().halt(0);
  }
}
