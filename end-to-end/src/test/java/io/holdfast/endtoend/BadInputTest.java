package io.holdfast.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.ExitCode;
import io.holdfast.jdbc.PostgresServer;
import io.holdfast.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What users get wrong about databases and topics, on the real command line with real servers: each
 * ends in one message that names the way out, before or instead of wrong output; and the next right
 * start goes on exactly.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class BadInputTest {
  private static final Path HOME =
      Path.of("target", "bad-input", Long.toString(ProcessHandle.current().pid())).toAbsolutePath();
  private static PostgresServer database;
  private static KafkaBroker broker;

  @BeforeAll
  static void startServers() throws Exception {
    database = PostgresServer.start(HOME.resolve("postgres"));
    broker = KafkaBroker.start(HOME.resolve("kafka"), Map.of(), ServerClassPaths.of("kafka"));
  }

  @AfterAll
  static void endServers() {
    if (broker != null) {
      broker.close();
    }
    if (database != null) {
      database.close();
    }
  }

  @Test
  void databasesThatDoNotDo() throws Exception {
    topic("lines", 4);
    sql("CREATE USER guarded PASSWORD 'right'");
    sql("CREATE TABLE wrong (word text PRIMARY KEY, in_batch int, more int NOT NULL)");
    sql("CREATE TABLE keyless (word text, in_batch bigint, total bigint)");
    sql("CREATE TABLE tight (word varchar(1) PRIMARY KEY, in_batch bigint, total bigint)");
    String server = "jdbc:postgresql://127.0.0.1:" + database.port();
    String wrong = file("wrong.properties", "user=guarded\npassword=" + BadInput.SECRET + "\n");
    ExitCode usage = ExitCode.USAGE;
    BadInput.requireAll(
        List.of(
            BadInput.of(
                "wrong password",
                to(server + "/postgres", "--credentials", wrong),
                usage,
                "password authentication failed for user \"guarded\"",
                "come from the file " + wrong),
            BadInput.of(
                "no password", to(server + "/postgres?user=guarded"), usage, "--credentials FILE"),
            BadInput.of("wrong user", to(server + "/postgres?user=nobody9"), usage, "nobody9"),
            BadInput.of(
                "unknown database",
                to(server + "/nodb?user=postgres"),
                usage,
                "database \"nodb\" does not exist",
                "Make the database"),
            BadInput.of(
                "missing table",
                to(database.url()),
                usage,
                "There is no table counts",
                "CREATE TABLE \"counts\" (\"word\" text NOT NULL",
                "--create"),
            table(
                "wrong",
                usage,
                "in_batch is int4, which does not take every BIGINT",
                "it has no column total",
                "column more needs a value"),
            table("keyless", usage, "no primary key or unique constraint is on exactly (word)"),
            table("tight", ExitCode.JOB_FAILED, "word=", "column word takes 1 characters")),
        HOME);
  }

  @Test
  void clientsOfKafkaThatDoNotDo() throws Exception {
    topic("given", 1);
    String from = "kafka://" + broker.bootstrap() + "/given";
    String unknown = file("unknown.properties", "sasl.mechanizm=PLAIN\nfetch.max.bytes=much\n");
    String owned = file("owned.properties", "acks=0\n");
    String jaas =
        file(
            "jaas.properties",
            "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config=Plain required"
                + " username=u password=\"a\" "
                + BadInput.SECRET
                + "\n");
    BadInput.requireAll(
        List.of(
            BadInput.of(
                "missing output topic",
                run(from, "kafka://" + broker.bootstrap() + "/nowhere", "missing-output"),
                ExitCode.USAGE,
                "topic 'nowhere' does not exist",
                "--create"),
            BadInput.of(
                "value of a setting",
                run(from, files("setting"), "setting", "--kafka-config", unknown),
                ExitCode.USAGE,
                "No client of Kafka knows 'sasl.mechanizm' in " + unknown,
                "Invalid value much for configuration fetch.max.bytes"),
            BadInput.of(
                "setting of the sources",
                run(from, files("owned"), "owned", "--kafka-config", owned),
                ExitCode.USAGE,
                "'acks' (" + owned + ") is set by Holdfast"),
            BadInput.of(
                "credentials that are none",
                run(from, files("jaas"), "jaas", "--kafka-config", jaas),
                ExitCode.USAGE,
                "sasl.jaas.config is not of the form",
                "--kafka-config")),
        HOME);
  }

  @Test
  void aDatabaseThatWasChangedWhileTheJobWasStopped() throws Exception {
    topic("orders", 10);
    String from = "kafka://" + broker.bootstrap() + "/orders";
    List<String> job = run(from, database.url(), "shop", "--table", "shop", "--name", "shop");
    List<String> right = with(job, "--create");
    List<String> other = run(from, database.url(), "other", "--table", "shop", "--name", "shop");
    good(right);
    send("orders", 10, 15);
    sql("ALTER TABLE shop DROP COLUMN total");
    bad("column dropped", right, ExitCode.USAGE, "it has no column total");
    sql("ALTER TABLE shop ADD COLUMN total bigint");
    sql("ALTER TABLE shop RENAME TO aside");
    bad("table dropped", right, ExitCode.NOT_REPLAYABLE, "There is no table shop", "lack their");
    sql("ALTER TABLE aside RENAME TO shop");
    sql("ALTER TABLE holdfast_commits RENAME TO marker_aside");
    bad("marker dropped", right, ExitCode.NOT_REPLAYABLE, "is gone", "INSERT INTO");
    sql("ALTER TABLE marker_aside RENAME TO holdfast_commits");
    bad("two of one name", other, ExitCode.WRONG_APPLICATION, "--name", "DELETE FROM");
    good(job);
    assertEquals(totals(15), totals());
  }

  @Test
  void topicsThatWereChangedWhileTheJobWasStopped() throws Exception {
    topic("in", 10);
    String from = "kafka+log://" + broker.bootstrap() + "/in";
    String to = "kafka://" + broker.bootstrap() + "/out";
    List<String> job = with(run(from, to, "copy", "--name", "copy"), "--create");
    good(job);
    bad(
        "two of one name on a topic",
        run(from, to, "copy-2", "--name", "copy"),
        ExitCode.WRONG_APPLICATION,
        "holdfast.copy.counts",
        "--name");
    send("in", 10, 20);
    broker.deleteBefore("in", 0, 15);
    bad("records deleted", job, ExitCode.NOT_REPLAYABLE, "no longer has offsets 10 until 15");
    broker.deleteTopic("out");
    bad("output deleted", job, ExitCode.NOT_REPLAYABLE, "Topic 'out' does not exist", "lack their");
    broker.createTopic("out", 1);
    broker.deleteTopic("in");
    topic("in", 20);
    bad("input created anew", job, ExitCode.NOT_REPLAYABLE, "was deleted and created anew");
  }

  @Test
  void whatMayComeIsWaitedFor() throws Exception {
    String from = "kafka://" + broker.bootstrap() + "/late";
    try (HoldfastProcess early =
            new HoldfastProcess(
                "early", HOME.resolve("early.log"), run(from, files("early"), "early"), here());
        HoldfastProcess homeless =
            new HoldfastProcess(
                "homeless",
                HOME.resolve("homeless.log"),
                run(from, "jdbc:postgresql://127.0.0.1:1/db", "homeless"),
                here())) {
      early.restart();
      homeless.restart();
      await(early, "topic 'late' does not exist", "next attempt in 200 ms");
      await(homeless, "Waiting for the database jdbc:postgresql://127.0.0.1:1/db", "refused");
      topic("late", 3);
      assertEquals(0, early.awaitEnd(), () -> "see " + early.log());
    }
  }

  // ---- commands ----

  private static List<String> run(String from, String to, String app, String... more) {
    List<String> arguments = new ArrayList<>(List.of("run", "word-count", "--from", from));
    arguments.addAll(List.of("--to", to, "--app", HOME.resolve(app + "-app").toString()));
    arguments.add("--until-drained");
    arguments.addAll(List.of(more));
    return arguments;
  }

  private static List<String> to(String address, String... more) {
    String app = "to-" + Integer.toHexString((address + List.of(more)).hashCode());
    return run("kafka://" + broker.bootstrap() + "/lines", address, app, more);
  }

  /** Each of a name of its own, since they run at the same time. */
  private static BadInput table(String table, ExitCode exit, String... says) {
    List<String> job = to(database.url(), "--table", table, "--name", table);
    return BadInput.of("table " + table, job, exit, says);
  }

  private static List<String> with(List<String> arguments, String more) {
    List<String> all = new ArrayList<>(arguments);
    all.add(more);
    return all;
  }

  private static void good(List<String> job) throws Exception {
    BadInput.requireAll(List.of(BadInput.of("good", job, ExitCode.OK, "0 left for")), HOME);
  }

  private static void bad(String name, List<String> job, ExitCode exit, String... says)
      throws Exception {
    BadInput.requireAll(List.of(BadInput.of(name, job, exit, says)), HOME);
  }

  private static void await(HoldfastProcess job, String... words) throws Exception {
    long until = Stopwatch.nanos() + Duration.ofMinutes(1).toNanos();
    for (String said : words) {
      while (!BadInput.said(job).contains(said)) {
        if (!job.isAlive() || Stopwatch.nanos() > until) {
          throw new AssertionError("'" + said + "' is not in " + job.log());
        }
        Stopwatch.pause(Duration.ofMillis(20));
      }
    }
  }

  private static String file(String name, String text) throws IOException {
    Path file = HOME.resolve(name);
    return Files.writeString(file, text, StandardCharsets.UTF_8).toString();
  }

  private static String files(String name) {
    return HOME.resolve(name + "-files").toString();
  }

  // ---- servers ----

  private static void topic(String topic, int lines) {
    broker.createTopic(topic, 1);
    send(topic, 0, lines);
  }

  private static void send(String topic, int from, int until) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrap(), "acks", "all"),
            new StringSerializer(),
            new StringSerializer())) {
      for (int i = from; i < until; i++) {
        var unused = producer.send(new ProducerRecord<>(topic, "word-" + i % 3));
      }
    }
  }

  private static void sql(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database.url());
        Statement running = connection.createStatement()) {
      running.execute(statement);
    }
  }

  private static Map<String, Long> totals() throws SQLException {
    Map<String, Long> found = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection(database.url());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT word, total FROM shop")) {
      while (rows.next()) {
        found.put(rows.getString(1), rows.getLong(2));
      }
    }
    return found;
  }

  private static Map<String, Long> totals(int lines) {
    Map<String, Long> expected = new TreeMap<>();
    for (int i = 0; i < lines; i++) {
      expected.merge("word-" + i % 3, 1L, Long::sum);
    }
    return expected;
  }

  private static Place here() {
    return Place.here(HOME, HOME.toString());
  }
}
