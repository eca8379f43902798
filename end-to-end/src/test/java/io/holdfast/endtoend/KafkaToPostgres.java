package io.holdfast.endtoend;

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

/** A topic of Kafka read in place, the word count, a table of PostgreSQL. */
@CompositionRoot("feeds and looks at real servers")
final class KafkaToPostgres implements PathUnderTest {
  private final String url;
  private final HoldfastProcess job;
  private final KafkaFeed feed;
  private long progress;

  KafkaToPostgres(KafkaFeed feed, String url, Place place, Path directory) {
    this.url = url;
    this.feed = feed;
    this.job =
        new HoldfastProcess(
            "word-count",
            directory.resolve("word-count.log"),
            List.of(
                "run",
                "word-count",
                "--from",
                feed.address("kafka"),
                "--to",
                url,
                "--create",
                "--app",
                place.application("word-count"),
                "--interval",
                place.interval()),
            place);
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
    feed.start();
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
    feed.finish();
    long words = 2 * feed.stored();
    long until = Stopwatch.nanos() + Duration.ofMinutes(3).toNanos();
    while (progress() < words && Stopwatch.nanos() < until) {
      Stopwatch.pause(Duration.ofMillis(100));
    }
  }

  @Override
  public List<String> check() throws IOException {
    List<String> wrong = new ArrayList<>();
    Map<String, Long> expected = NumberedWords.counts(feed.stored());
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
    return feed.stored() + " lines, " + 2 * feed.stored() + " words";
  }

  @Override
  public void close() {
    job.close();
  }
}
