package io.holdfast.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.endtoend.Chaos.Pace;
import io.holdfast.jdbc.PostgresServer;
import io.holdfast.kafka.KafkaBroker;
import io.holdfast.testkit.process.Ports;
import io.holdfast.wal.storage.hdfs.servers.HdfsServers;
import java.nio.file.Path;
import java.time.Duration;
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
        PostgresServer database = PostgresServer.start(TARGET.resolve("postgres"));
        KafkaFeed feed = new KafkaFeed(broker)) {
      Path site = hdfs.clientSite(Map.of());
      Place here = Place.here(site, TARGET.toString());
      try (PathUnderTest words = new KafkaToPostgres(feed, database.url(), here, TARGET);
          PathUnderTest orders = new OrdersToHdfs(hdfs.uri(), site, Ports.free(), TARGET, SEED)) {
        List<PathUnderTest> paths = List.of(words, orders);
        Chaos chaos =
            new Chaos(SEED, Pace.BRISK, targets(words, orders, hdfs, broker, database), paths);
        for (PathUnderTest path : paths) {
          path.job().restart();
          path.feed();
        }
        chaos.run(TIME);
        Ending ending = new Ending("end to end", SEED, paths, TARGET);
        ending.finish(chaos);
        ending.report(chaos, TIME);
        ending.assertExact();
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
        new Chaos.Target(Victim.of("broker", broker::kill, broker::restart), 2, ofWords),
        new Chaos.Target(Victim.of("database", database::kill, database::start), 2, ofWords),
        new Chaos.Target(new DataNodes(hdfs), 2, ofOrders));
  }
}
