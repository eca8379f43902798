package io.holdfast.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.jdbc.PostgresServer;
import io.holdfast.kafka.KafkaBroker;
import io.holdfast.testkit.process.RecoveryTimes;
import io.holdfast.wal.storage.hdfs.servers.HdfsServer;
import io.holdfast.wal.storage.hdfs.servers.HdfsServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two whole paths at once, as users start them from the command line, while their jobs, the broker,
 * the database and DataNodes are killed with SIGKILL at random and started again. In the end each
 * output is exactly what was sent. So long in each build, and half an hour with {@code
 * -Pend-to-end}.
 */
@Timeout(value = 90, unit = TimeUnit.MINUTES)
final class EndToEndTest {
  private static final Duration TIME =
      Duration.ofSeconds(Long.getLong("holdfast.endtoend.seconds", 120));
  private static final long SEED = Long.getLong("holdfast.endtoend.seed", 1);
  private static final Path TARGET =
      Path.of("target", "end-to-end", Long.toString(ProcessHandle.current().pid()))
          .toAbsolutePath();

  @Test
  void outputsAreExactWhateverIsKilled() throws Exception {
    try (HdfsServers hdfs = HdfsServers.start(TARGET.resolve("hdfs"), ServerClassPaths.of("hdfs"));
        KafkaBroker broker =
            KafkaBroker.start(TARGET.resolve("kafka"), Map.of(), ServerClassPaths.of("kafka"));
        PostgresServer database = PostgresServer.start(TARGET.resolve("postgres"))) {
      Path site = hdfs.clientSite(Map.of());
      try (PathUnderTest words = new KafkaToPostgres(broker, database.url(), site, TARGET);
          PathUnderTest orders = new OrdersToHdfs(hdfs.uri(), site, freePort(), TARGET, SEED)) {
        List<PathUnderTest> paths = List.of(words, orders);
        Chaos chaos = new Chaos(SEED, targets(words, orders, hdfs, broker, database), paths);
        for (PathUnderTest path : paths) {
          path.job().restart();
          path.feed();
        }
        chaos.run(TIME);
        finish(chaos, paths);
        report(chaos, paths);
        assertExact(paths);
        assertTrue(chaos.kills().size() >= 4, () -> "hardly anything was killed: " + chaos.kills());
        // Broker and database may go as they like: the job that uses them waits.
        assertEquals(List.of(), words.job().ends(), "see " + words.job().log());
      }
    }
  }

  private static List<Chaos.Target> targets(
      PathUnderTest words,
      PathUnderTest orders,
      HdfsServers hdfs,
      KafkaBroker broker,
      PostgresServer database) {
    List<PathUnderTest> ofWords = List.of(words);
    List<PathUnderTest> ofOrders = List.of(orders);
    return List.of(
        new Chaos.Target(words.job(), 3, ofWords),
        new Chaos.Target(orders.job(), 3, ofOrders),
        new Chaos.Target(victim("broker", broker::kill, broker::restart), 2, ofWords),
        new Chaos.Target(victim("database", database::kill, database::start), 2, ofWords),
        new Chaos.Target(new DataNodes(hdfs), 2, ofOrders));
  }

  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  private static Victim victim(String name, Step kill, Step restart) {
    return new Victim() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void kill() throws IOException, InterruptedException {
        kill.run();
      }

      @Override
      public void restart() throws IOException, InterruptedException {
        restart.run();
      }
    };
  }

  /** One DataNode at a time, in turn. */
  private static final class DataNodes implements Victim {
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

  /** The sources give what is left, the jobs process it and are stopped as users stop them. */
  private static void finish(Chaos chaos, List<PathUnderTest> paths) throws Exception {
    chaos.supervise();
    for (PathUnderTest path : paths) {
      path.finish();
    }
    for (PathUnderTest path : paths) {
      int exit = path.job().stop();
      assertEquals(0, exit, () -> path.name() + " was stopped; see " + path.job().log());
    }
  }

  private static void assertExact(List<PathUnderTest> paths) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (PathUnderTest path : paths) {
      path.check().forEach(fault -> wrong.add(path.name() + ": " + fault));
    }
    assertEquals(
        List.of(),
        wrong.subList(0, Math.min(20, wrong.size())),
        wrong.size() + " faults, " + TARGET);
  }

  private static void report(Chaos chaos, List<PathUnderTest> paths) throws IOException {
    List<String> lines = new ArrayList<>();
    chaos
        .kills()
        .forEach(
            (victim, kills) ->
                lines.add(
                    "    \""
                        + victim
                        + "\": {\"kills\": "
                        + kills
                        + ", \"stall_ms\": {"
                        + RecoveryTimes.json(chaos.stalls().getOrDefault(victim, List.of()))
                        + "}}"));
    List<String> volumes = new ArrayList<>();
    for (PathUnderTest path : paths) {
      volumes.add(
          "    \""
              + path.name()
              + "\": {\"volume\": \""
              + path.volume()
              + "\", \"ended_by_itself\": "
              + path.job().ends()
              + "}");
    }
    String text =
        "{\n  \"seed\": "
            + SEED
            + ",\n  \"seconds\": "
            + TIME.toSeconds()
            + ",\n  \"killed\": {\n"
            + String.join(",\n", lines)
            + "\n  },\n  \"paths\": {\n"
            + String.join(",\n", volumes)
            + "\n  }\n}\n";
    Files.createDirectories(TARGET);
    Files.writeString(TARGET.resolve("figures.json"), text, StandardCharsets.UTF_8);
    System.out.println("end to end: " + TARGET.resolve("figures.json") + "\n" + text);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
