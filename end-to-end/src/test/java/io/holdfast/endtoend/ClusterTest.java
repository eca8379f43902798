package io.holdfast.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ExitCode;
import io.holdfast.endtoend.Chaos.Pace;
import io.holdfast.jdbc.PostgresServer;
import io.holdfast.kafka.KafkaBroker;
import io.holdfast.spark.servers.SparkServers;
import io.holdfast.testkit.process.ServerJvm;
import io.holdfast.wal.storage.hdfs.servers.HdfsServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three jobs whose batches are run by a cluster of Spark over HDFS, all of it processes, while
 * drivers, executors, workers and DataNodes are killed with SIGKILL at random, and a driver is
 * taken for dead and comes back. In the end each output is exactly what was sent. So long in each
 * build, and ten minutes with {@code -Pcluster}.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
final class ClusterTest {
  private static final Duration TIME =
      Duration.ofSeconds(Long.getLong("holdfast.cluster.seconds", 120));
  private static final long SEED = Long.getLong("holdfast.endtoend.seed", 1);
  private static final int WORKERS = 2;
  private static final Pace PACE =
      new Pace(Duration.ofSeconds(30), Duration.ofSeconds(4), Duration.ofSeconds(12));
  private static final Path TARGET =
      Path.of("target", "cluster", Long.toString(ProcessHandle.current().pid())).toAbsolutePath();

  /** Each job has two executors; a receiver takes a core of one of them. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.cores.max", "4",
          "spark.executor.cores", "2",
          "spark.executor.memory", "512m",
          "spark.executor.extraJavaOptions", String.join(" ", ServerJvm.options()),
          "spark.driver.host", "127.0.0.1",
          "spark.driver.bindAddress", "127.0.0.1",
          "spark.ui.enabled", "false");

  /** For a job that does not get far. */
  private static final Map<String, String> ONE_EXECUTOR = Map.of("spark.cores.max", "2");

  /** Slow attempts get company. */
  private static final Map<String, String> SPECULATING =
      Map.of(
          "spark.speculation", "true",
          "spark.speculation.interval", "20ms",
          "spark.speculation.multiplier", "1.1",
          "spark.speculation.quantile", "0.5",
          "spark.speculation.minTaskRuntime", "0ms");

  /** Executors that have nothing to do go, and come when tasks wait. */
  private static final Map<String, String> SCALING =
      Map.of(
          "spark.dynamicAllocation.enabled", "true",
          "spark.dynamicAllocation.shuffleTracking.enabled", "true",
          "spark.dynamicAllocation.shuffleTracking.timeout", "3s",
          "spark.dynamicAllocation.initialExecutors", "2",
          "spark.dynamicAllocation.minExecutors", "1",
          "spark.dynamicAllocation.maxExecutors", "2",
          "spark.dynamicAllocation.executorIdleTimeout", "3s");

  @Test
  void outputsAreExactWhateverIsKilled() throws Exception {
    try (HdfsServers hdfs = HdfsServers.start(TARGET.resolve("hdfs"), ServerClassPaths.of("hdfs"));
        SparkServers spark =
            SparkServers.start(TARGET.resolve("spark"), WORKERS, ServerClassPaths.of("spark"));
        KafkaBroker broker =
            KafkaBroker.start(TARGET.resolve("kafka"), Map.of(), ServerClassPaths.of("kafka"));
        PostgresServer database = PostgresServer.start(TARGET.resolve("postgres"));
        KafkaFeed feed = new KafkaFeed(broker)) {
      Path site = hdfs.clientSite(Map.of());
      Refused refused = new Refused(TARGET, feed.address("kafka+log"));
      refused.whoMayNotWrite(place(spark, site, hdfs.uri() + "/refused", ONE_EXECUTOR));
      refused.whoCannotLogIn(hdfs.uri() + "/kerberos");
      Place plain = place(spark, site, hdfs.uri() + "/plain", Map.of());
      Place speculating = place(spark, site, hdfs.uri() + "/speculating", SPECULATING);
      Place scaling = place(spark, site, hdfs.uri() + "/scaling", SCALING);
      try (PathUnderTest counts = KafkaToFiles.wordCount(feed, speculating, TARGET);
          PathUnderTest top = KafkaToFiles.topWords(feed, scaling, TARGET);
          PathUnderTest rows =
              new KafkaToPostgres(feed, database.url(), plain, TARGET.resolve("tables"))) {
        List<PathUnderTest> paths = List.of(counts, top, rows);
        Zombie zombie = new Zombie(counts.job());
        List<Chaos.Target> targets = targets(paths, hdfs, spark, zombie);
        Chaos chaos = new Chaos(SEED, PACE, targets, paths);
        chaos.beginWith(targets.get(0));
        for (PathUnderTest path : paths) {
          path.job().restart();
          path.feed();
        }
        try {
          chaos.run(TIME);
        } finally {
          zombie.close();
        }
        Ending ending = new Ending("cluster", SEED, paths, TARGET);
        ending.finish(chaos);
        ending.report(chaos, TIME);
        ending.assertExact();
        assertScaled(TARGET.resolve("top-words.info.log"));
        assertFalse(zombie.ends().isEmpty(), "no driver was stopped and continued");
        zombie.ends().forEach(end -> assertEquals(ExitCode.FENCED.code(), end, zombie.name()));
        assertTrue(chaos.kills().size() >= 4, () -> "hardly anything was killed: " + chaos.kills());
      }
    }
  }

  /** Spark has let executors go, and has asked for others, beside those that were killed. */
  private static void assertScaled(Path log) throws IOException {
    String text = Files.readString(log, StandardCharsets.UTF_8);
    assertTrue(text.contains("removed due to idle timeout"), "no executor was let go, see " + log);
    assertTrue(text.contains("because tasks are backlogged"), "none was asked for, see " + log);
  }

  private static Place place(
      SparkServers spark, Path site, String applications, Map<String, String> more) {
    Map<String, String> settings = new TreeMap<>(SETTINGS);
    settings.putAll(more);
    return Place.cluster(spark.url(), site, applications, settings, spark.environment());
  }

  private static List<Chaos.Target> targets(
      List<PathUnderTest> paths, HdfsServers hdfs, SparkServers spark, Zombie zombie) {
    SplittableRandom random = new SplittableRandom(SEED);
    int[] worker = {0};
    return List.of(
        new Chaos.Target(zombie, 1, paths.subList(0, 1)),
        new Chaos.Target(paths.get(0).job(), 1, paths.subList(0, 1)),
        new Chaos.Target(paths.get(1).job(), 1, paths.subList(1, 2)),
        new Chaos.Target(paths.get(2).job(), 1, paths.subList(2, 3)),
        new Chaos.Target(
            Victim.of("executor", () -> killOne(spark.executors(), random), () -> {}), 4, paths),
        new Chaos.Target(
            Victim.of(
                "worker",
                () -> spark.killWorker(worker[0] % WORKERS),
                () -> spark.restartWorker(worker[0]++ % WORKERS)),
            1,
            paths),
        new Chaos.Target(new DataNodes(hdfs), 2, paths));
  }

  private static void killOne(List<ProcessHandle> executors, SplittableRandom random) {
    if (!executors.isEmpty()) {
      executors.get(random.nextInt(executors.size())).destroyForcibly();
    }
  }
}
