package io.holdfast.endtoend;

import io.holdfast.kafka.KafkaBroker;
import io.holdfast.runtime.CompositionRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic of Kafka read in place, the word count, a table of PostgreSQL. */
@CompositionRoot("feeds and looks at real servers")
final class KafkaToPostgres implements PathUnderTest {
  private static final String TOPIC = "lines";
  private static final int PARTITIONS = 3;
  private static final int LINES_AT_ONCE = 20;
  private static final Duration BETWEEN = Duration.ofMillis(20);
  private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(10);

  private final String url;
  private final HoldfastProcess job;
  private final KafkaProducer<String, String> producer;
  private final AtomicLong stored = new AtomicLong();
  private final CompletableFuture<Void> fed = new CompletableFuture<>();
  private volatile boolean finished;
  private long progress;

  KafkaToPostgres(KafkaBroker broker, String url, Path site, Path directory) {
    this.url = url;
    broker.createTopic(TOPIC, PARTITIONS);
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrap(),
                "acks",
                "all",
                "enable.idempotence",
                "true",
                // What the feeder has sent must be stored once, however long the broker is away.
                "delivery.timeout.ms",
                String.valueOf(LONGEST_OUTAGE.toMillis()),
                "max.block.ms",
                String.valueOf(LONGEST_OUTAGE.toMillis()),
                "reconnect.backoff.max.ms",
                "200"),
            new StringSerializer(),
            new StringSerializer());
    this.job =
        new HoldfastProcess(
            "word-count",
            directory.resolve("word-count.log"),
            site,
            List.of(
                "run",
                "word-count",
                "--from",
                "kafka://" + broker.bootstrap() + "/" + TOPIC,
                "--to",
                url,
                "--create",
                "--app",
                directory.resolve("word-count").toString(),
                "--interval",
                "200ms"));
  }

  @Override
  public String name() {
    return "Kafka -> word count -> PostgreSQL";
  }

  @Override
  public HoldfastProcess job() {
    return job;
  }

  @Override
  public void feed() {
    Stopwatch.daemon("feed-kafka", this::feedLines);
  }

  private void feedLines() {
    try {
      long number = 0;
      while (!finished) {
        for (int i = 0; i < LINES_AT_ONCE; i++) {
          // Its callback says how it has ended.
          Future<?> unused = producer.send(record(number++), this::sent);
        }
        Stopwatch.pause(BETWEEN);
      }
      producer.flush();
      if (stored.get() == number) {
        fed.complete(null);
      } else {
        fed.completeExceptionally(
            new AssertionError(number + " lines were sent, " + stored.get() + " are stored"));
      }
    } catch (InterruptedException | RuntimeException e) {
      fed.completeExceptionally(e);
    }
  }

  private static ProducerRecord<String, String> record(long number) {
    return new ProducerRecord<>(TOPIC, NumberedWords.line(number));
  }

  private void sent(RecordMetadata where, Exception error) {
    if (error == null) {
      stored.incrementAndGet();
    } else {
      fed.completeExceptionally(error);
    }
  }

  /** Words that are counted in the table. */
  @Override
  public long progress() {
    try (Connection database = DriverManager.getConnection(url);
        Statement statement = database.createStatement();
        ResultSet sum = statement.executeQuery("SELECT coalesce(sum(total), 0) FROM counts")) {
      sum.next();
      progress = sum.getLong(1);
    } catch (SQLException e) {
      // The database does not answer now, or there is no table yet.
      return progress;
    }
    return progress;
  }

  @Override
  public void finish() throws InterruptedException {
    finished = true;
    fed.join();
    long words = 2 * stored.get();
    long until = Stopwatch.nanos() + Duration.ofMinutes(3).toNanos();
    while (progress() < words && Stopwatch.nanos() < until) {
      Stopwatch.pause(Duration.ofMillis(100));
    }
  }

  @Override
  public List<String> check() throws IOException {
    List<String> wrong = new ArrayList<>();
    Map<String, Long> expected = NumberedWords.counts(stored.get());
    Map<String, Long> found = new HashMap<>();
    try (Connection database = DriverManager.getConnection(url);
        Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery("SELECT word, total FROM counts")) {
      while (rows.next()) {
        found.put(rows.getString(1), rows.getLong(2));
      }
    } catch (SQLException e) {
      throw new IOException("the table cannot be read: " + e.getMessage(), e);
    }
    expected.forEach(
        (word, count) -> {
          long seen = found.getOrDefault(word, 0L);
          if (seen != count) {
            wrong.add(word + " was sent " + count + " times, the table says " + seen);
          }
        });
    found.keySet().removeAll(expected.keySet());
    found.keySet().forEach(word -> wrong.add(word + " was never sent"));
    return wrong;
  }

  @Override
  public String volume() {
    return stored.get() + " lines, " + 2 * stored.get() + " words";
  }

  @Override
  public void close() {
    finished = true;
    job.close();
    producer.close(Duration.ZERO);
  }
}
