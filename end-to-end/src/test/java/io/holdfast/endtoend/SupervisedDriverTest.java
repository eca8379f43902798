package io.holdfast.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.sink.TextFileSink;
import io.holdfast.spark.servers.SparkServers;
import io.holdfast.spark.servers.SupervisedJob;
import io.holdfast.testkit.process.ServerJvm;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.Storages;
import io.holdfast.wal.storage.hdfs.servers.HdfsServers;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A program given to a cluster by {@code spark-submit --deploy-mode cluster --supervise}: a worker
 * runs its driver, and the cluster starts it again when it is lost, on the same machine when only
 * it was killed, on another one when its worker was killed with it. Part of {@code -Pcluster}.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class SupervisedDriverTest {
  private static final Path TARGET =
      Path.of("target", "supervised", Long.toString(ProcessHandle.current().pid()))
          .toAbsolutePath();
  private static final int BATCHES = 5;
  private static final long NUMBERS = 10_000;

  /** What it needs, and Spark has not. */
  private static final List<String> JARS =
      List.of(
          "holdfast-wal-",
          "holdfast-checkpoint-",
          "holdfast-engine-",
          "holdfast-hdfs-",
          "holdfast-spark-",
          "kryo5-");

  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.plugins", "io.holdfast.spark.HoldfastPlugin",
          "spark.cores.max", "4",
          "spark.executor.cores", "2",
          "spark.executor.memory", "512m",
          "spark.executor.extraJavaOptions", String.join(" ", ServerJvm.options()),
          "spark.ui.enabled", "false");

  @Test
  void theClusterRestartsItsDriverWhereItCan() throws Exception {
    try (HdfsServers hdfs = HdfsServers.start(TARGET.resolve("hdfs"), ServerClassPaths.of("hdfs"));
        SparkServers spark =
            SparkServers.start(TARGET.resolve("spark"), 2, ServerClassPaths.of("spark"));
        Storage published = Storages.open(hdfs.uri() + "/out")) {
      Map<String, String> settings = new TreeMap<>(SETTINGS);
      settings.put("spark.jars", String.join(",", jars()));
      settings.put("spark.driver.extraClassPath", hdfs.clientSite(Map.of()).toString());
      spark.supervise(
          SupervisedJob.class,
          settings,
          List.of(hdfs.uri() + "/app", published.location(), Long.toString(NUMBERS)));
      awaitBatches(published);
      spark.killDriver();
      awaitBatches(published);
      int worker = spark.workerOfDriver();
      assertTrue(worker >= 0, () -> "no worker runs a driver, see " + TARGET);
      spark.killWorker(worker);
      awaitBatches(published);
      assertEquals(1 - worker, spark.workerOfDriver());
      SparkServers.await("the driver's end", () -> spark.workerOfDriver() < 0);
      assertEquals(expected(), counted(published.location()));
    }
  }

  private static List<String> jars() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> isOneOf(Path.of(entry).getFileName().toString()))
        .toList();
  }

  private static boolean isOneOf(String name) {
    return !name.endsWith("-tests.jar") && JARS.stream().anyMatch(name::startsWith);
  }

  private static void awaitBatches(Storage published) {
    int enough = batches(published) + BATCHES;
    SparkServers.await("more batches, see " + TARGET, () -> batches(published) >= enough);
  }

  private static int batches(Storage published) {
    return published.exists("") ? published.list("").size() : 0;
  }

  private static Map<Long, Long> expected() {
    Map<Long, Long> counts = new TreeMap<>();
    LongStream.range(0, NUMBERS)
        .forEach(number -> counts.merge(number % SupervisedJob.REMAINDERS, 1L, Long::sum));
    return counts;
  }

  private static Map<Long, Long> counted(String location) {
    Map<Long, Long> counts = new TreeMap<>();
    TextFileSink.to(location)
        .committedRows(SupervisedJob.OUTPUT, Storages::open)
        .orElseThrow()
        .forEach(
            row -> {
              String[] fields = row.row().split("\t", -1);
              counts.merge(Long.parseLong(fields[0]), Long.parseLong(fields[1]), Long::sum);
            });
    return counts;
  }
}
