package io.holdfast.kafka;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.testkit.process.ParentWatch;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * The process of a broker or of a controller: says {@value #READY} when it serves, and ends with
 * its parent.
 */
@CompositionRoot("a process of its own")
public final class BrokerProcess {
  static final String READY = "READY";
  private static final String CLUSTER = "aG9sZGZhc3QtdGVzdHMtMQ";

  private BrokerProcess() {}

  /**
   * Runs one.
   *
   * @param arguments the properties of the server; whether its transactions are those of before
   *     KIP-890
   */
  public static void main(String[] arguments) throws Exception {
    ParentWatch.endWithParent(1);
    Properties settings = new Properties();
    try (Reader text = Files.newBufferedReader(Path.of(arguments[0]), StandardCharsets.UTF_8)) {
      settings.load(text);
    }
    Path data = Path.of(settings.getProperty("log.dirs"));
    if (!Files.exists(data.resolve("meta.properties"))) {
      int node = Integer.parseInt(settings.getProperty("node.id"));
      format(data, node, Boolean.parseBoolean(arguments[1]));
    }
    try {
      new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM).startup();
      System.out.println(READY);
    } catch (RuntimeException | Error e) {
      // Its threads live on, and would be waited for.
      e.printStackTrace();
      Runtime.getRuntime().halt(2);
    }
  }

  private static void format(Path data, int node, boolean old) throws Exception {
    Formatter formatter =
        new Formatter()
            .setPrintStream(System.err)
            .setClusterId(CLUSTER)
            .setNodeId(node)
            .setDirectories(List.of(data.toString()))
            .setMetadataLogDirectory(data.toString())
            .setControllerListenerName("CONTROLLER");
    if (old) {
      formatter.setReleaseVersion(MetadataVersion.IBP_3_9_IV0);
      formatter.setFeatureLevel("transaction.version", (short) 0);
    }
    formatter.run();
  }

  /** Waits for {@value #READY}. */
  static void awaitReady(Process process, Path log) throws IOException {
    if (!READY.equals(process.inputReader(StandardCharsets.UTF_8).readLine())) {
      throw new AssertionError("the broker did not start; see " + log);
    }
  }
}
