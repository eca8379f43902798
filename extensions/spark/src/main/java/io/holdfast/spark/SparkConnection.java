package io.holdfast.spark;

import io.holdfast.ConfigurationException;
import io.holdfast.engine.cluster.ClusterProvider.Connection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A Spark context made for one job, with the settings that Holdfast works best with. Whoever has a
 * context of his own uses {@link SparkBackend#on}.
 */
final class SparkConnection implements Connection {
  private static final String STANDALONE = "spark://";
  private static final Pattern MASTER = Pattern.compile("(\\[[0-9a-fA-F:]+]|[^:/]+):(\\d{1,5})");
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** For the executor that has a partition of a state in memory: elsewhere it has to be read. */
  private static final String STATE_WAIT = "1s";

  /** For a machine that has a block on disk: others read it over the network. */
  private static final String BLOCK_WAIT = "100ms";

  private final JavaSparkContext spark;

  private SparkConnection(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * Connects.
   *
   * @param master URL of the cluster, as Spark has it
   * @param name as which Spark shows the application
   * @param settings of Spark, {@code spark.…}; they win over its file of defaults, and that over
   *     what Holdfast would choose
   * @throws ConfigurationException if the cluster cannot be reached or does not want this driver:
   *     says what to do
   */
  static SparkConnection open(String master, String name, Map<String, String> settings) {
    if (master.startsWith(STANDALONE)) {
      requireAnswer(master);
    }
    SparkConf conf = new SparkConf();
    SparkHome.defaults().forEach(conf::set);
    settings.forEach(conf::set);
    conf.setMaster(master).setAppName(name);
    conf.setIfMissing("spark.plugins", HoldfastPlugin.class.getName());
    conf.setIfMissing("spark.locality.wait.process", STATE_WAIT);
    conf.setIfMissing("spark.locality.wait.node", BLOCK_WAIT);
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    conf.setJars(SparkHome.sent().stream().map(Path::toString).toArray(String[]::new));
    try {
      return new SparkConnection(new JavaSparkContext(conf));
    } catch (RuntimeException e) {
      throw new ConfigurationException(
          "Spark does not start on "
              + master
              + ": "
              + String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ")
              + " If that does not say why: is the cluster of the same version as this driver, and"
              + " do its machines reach it?",
          e);
    }
  }

  @Override
  public SparkBackend cluster() {
    return SparkBackend.on(spark);
  }

  /** Spark itself would ask for a minute, and not say why. */
  private static void requireAnswer(String master) {
    List<String> silent = new ArrayList<>();
    for (String address : master.substring(STANDALONE.length()).split(",", -1)) {
      Matcher parts = MASTER.matcher(address);
      if (!parts.matches()) {
        throw new ConfigurationException(
            "'" + master + "' is not the URL of a Spark cluster: write spark://host:port.");
      }
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(parts.group(1), Integer.parseInt(parts.group(2))),
            (int) PATIENCE.toMillis());
        return;
      } catch (IOException | IllegalArgumentException e) {
        silent.add(address + " (" + e.getMessage() + ")");
      }
    }
    throw new ConfigurationException(
        "No Spark master answers at "
            + String.join(", ", silent)
            + ". Start it, or correct the host and the port.");
  }

  @Override
  public void close() {
    spark.close();
  }
}
