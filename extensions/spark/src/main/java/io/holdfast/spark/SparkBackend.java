package io.holdfast.spark;

import io.holdfast.ConfigurationException;
import io.holdfast.engine.EngineSettings;
import io.holdfast.engine.cluster.Cluster;
import io.holdfast.engine.cluster.ClusterSession;
import io.holdfast.wal.storage.Storages;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Runs the batches of a job on an Apache Spark cluster:
 *
 * <pre>{@code
 * StreamingConfig.builder("orders", Storages.open("hdfs://host/orders"))
 *     .backend(SparkBackend.on(sparkContext))
 * }</pre>
 *
 * <p>The driver is in the process of the Spark context; tasks read blocks, and read and write
 * states, in the application's directory, which every executor has to reach under the same
 * location. The context stays open when the job ends.
 */
public final class SparkBackend implements Cluster {
  /** Versions that begin so are those that it was tested with. */
  static final String TESTED = "4.1.";

  private static final Set<String> LOCAL = Set.of("file");

  private final JavaSparkContext spark;

  private SparkBackend(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** A backend on a context that is open. */
  public static SparkBackend on(SparkContext spark) {
    return on(new JavaSparkContext(spark));
  }

  /** The same. */
  public static SparkBackend on(JavaSparkContext spark) {
    return new SparkBackend(spark);
  }

  @Override
  public ClusterSession open(Driver driver) {
    requireVersion();
    requirePlugin();
    requireReachable(driver.location());
    EngineSettings settings = driver.settings();
    SentJob job =
        new SentJob(
            driver.application(),
            driver.epoch(),
            driver.location(),
            settings.registrations().toTable(),
            Set.copyOf(settings.droppable()),
            settings.batching().parallelism());
    SparkRun run =
        new SparkRun(
            spark,
            job,
            settings.batching().parallelism(),
            new SplitGroups(HdfsBlockHosts.of(driver.location(), spark.hadoopConfiguration())),
            new Wire(settings.registrations()),
            new StateHomes(),
            driver.workers(),
            ConcurrentHashMap.newKeySet());
    Preflight.check(run, driver.parts());
    return new SparkSession(run, settings);
  }

  private void requireVersion() {
    String version = spark.version();
    if (!version.startsWith(TESTED)) {
      throw new ConfigurationException(
          "This is Spark "
              + version
              + "; holdfast-spark works with Spark 4.1. Use a driver and a cluster of that"
              + " version.");
    }
  }

  private void requirePlugin() {
    String plugins = spark.getConf().get("spark.plugins", "");
    if (!List.of(plugins.split(",", -1)).contains(HoldfastPlugin.class.getName())) {
      throw new ConfigurationException(
          "The Spark context was made without Holdfast's plugin, by which receivers on executors"
              + " report. Make it with spark.plugins="
              + HoldfastPlugin.class.getName()
              + (plugins.isEmpty() ? "." : "," + plugins + "."));
    }
  }

  /** Executors on other machines do not see a directory of this one. */
  private void requireReachable(String location) {
    boolean local = !Storages.isRemote(location) || LOCAL.contains(location.split(":", 2)[0]);
    if (local && !spark.isLocal()) {
      throw new ConfigurationException(
          "The application's directory "
              + location
              + " is on this machine, and the executors of "
              + spark.master()
              + " are processes of their own that need not be. Put it where all of them reach it,"
              + " such as hdfs://host/path.");
    }
  }
}
