package io.holdfast.benchmarks.cluster;

import io.holdfast.benchmarks.load.Load;
import io.holdfast.spark.HoldfastPlugin;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Contexts of Spark for a load: {@code --master}, {@code --executors}, {@code --cores} of each. */
final class Contexts {
  /** With which bare jobs are faster. */
  private static final String KRYO = "org.apache.spark.serializer.KryoSerializer";

  private Contexts() {}

  /**
   * Opens one.
   *
   * @param plugins besides Holdfast's
   */
  static JavaSparkContext open(String name, Load load, String... plugins) {
    long cores = load.number("cores", 2);
    String[] all =
        Stream.concat(Stream.of(HoldfastPlugin.class.getName()), Arrays.stream(plugins))
            .toArray(String[]::new);
    SparkConf conf =
        new SparkConf()
            .setMaster(load.text("master", ""))
            .setAppName(name)
            .set("spark.cores.max", String.valueOf(load.number("executors", 2) * cores))
            .set("spark.executor.cores", String.valueOf(cores))
            .set("spark.executor.memory", load.text("executor-memory", "1g"))
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.ui.enabled", "false")
            .set("spark.serializer", load.text("serializer", KRYO))
            .set("spark.plugins", String.join(",", all))
            .setJars(jars());
    return new JavaSparkContext(conf);
  }

  /** What executors need besides Spark. */
  private static String[] jars() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(
            entry -> {
              String name = String.valueOf(Path.of(entry).getFileName());
              return name.endsWith(".jar")
                  && (name.startsWith("holdfast-") || name.startsWith("kryo5"));
            })
        .toArray(String[]::new);
  }
}
