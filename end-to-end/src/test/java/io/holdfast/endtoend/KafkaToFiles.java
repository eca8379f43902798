package io.holdfast.endtoend;

import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.TextFileSink;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.Storages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A topic of Kafka received into the log, a job that counts words, files on HDFS. Of each word
 * there is a row for each time that it was counted; a window counts a line as often as it slides
 * over it.
 */
final class KafkaToFiles implements PathUnderTest {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final String job;
  private final String output;
  private final String location;
  private final int times;
  private final int word;
  private final int count;
  private final HoldfastProcess process;
  private final KafkaFeed feed;
  private final Storage published;
  private long progress;

  private KafkaToFiles(
      String job,
      String output,
      Columns columns,
      List<String> flags,
      KafkaFeed feed,
      Place place,
      Path directory) {
    this.job = job;
    this.output = output;
    this.times = columns.times();
    this.word = columns.word();
    this.count = columns.count();
    this.feed = feed;
    this.location = place.application(job + "-out");
    this.published = Storages.open(location);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                job,
                "--from",
                feed.address("kafka+log"),
                "--to",
                location,
                "--app",
                place.application(job),
                "--interval",
                place.interval()));
    arguments.addAll(flags);
    this.process = new HoldfastProcess(job, directory.resolve(job + ".log"), arguments, place);
  }

  /** Where rows have what, and how often a line is counted. */
  private record Columns(int word, int count, int times) {}

  static KafkaToFiles wordCount(KafkaFeed feed, Place place, Path directory) {
    return new KafkaToFiles(
        "word-count", "counts", new Columns(0, 1, 1), List.of(), feed, place, directory);
  }

  /** All words of the last eight seconds, every four. */
  static KafkaToFiles topWords(KafkaFeed feed, Place place, Path directory) {
    Path log = directory.resolve("top-words.info.log");
    List<String> flags =
        List.of("--window", "8s", "--slide", "4s", "--top", "100000", "--log", log.toString());
    return new KafkaToFiles(
        "top-words", "top", new Columns(1, 2, 2), flags, feed, place, directory);
  }

  @Override
  public String name() {
    return "Kafka, received -> " + job + " -> files on HDFS";
  }

  @Override
  public HoldfastProcess job() {
    return process;
  }

  @Override
  public void feed() {
    feed.start();
  }

  /** Batches that are published. */
  @Override
  public long progress() {
    try {
      progress = published.exists("") ? published.list("").size() : 0;
    } catch (StorageException e) {
      // HDFS does not answer now: no progress that anybody could see.
      return progress;
    }
    return progress;
  }

  private Map<String, Long> counted() {
    Map<String, Long> counted = new HashMap<>();
    for (CommittedRow row :
        TextFileSink.to(location).committedRows(output, Storages::open).orElseThrow()) {
      String[] field = row.row().split("\t", -1);
      counted.merge(field[word], Long.parseLong(field[count]), Long::sum);
    }
    return counted;
  }

  @Override
  public void finish() throws InterruptedException {
    feed.finish();
    long words = 2L * times * feed.stored();
    long until = Stopwatch.nanos() + LIMIT.toNanos();
    while (counted().values().stream().mapToLong(each -> each).sum() < words
        && Stopwatch.nanos() < until) {
      Stopwatch.pause(LOOK);
    }
  }

  @Override
  public List<String> check() {
    List<String> wrong = new ArrayList<>();
    Map<String, Long> found = counted();
    NumberedWords.counts(feed.stored())
        .forEach(
            (expected, sent) -> {
              Long seen = found.remove(expected);
              if (seen == null || seen != times * sent) {
                wrong.add(
                    expected
                        + " was sent "
                        + sent
                        + " times, counted "
                        + seen
                        + ", not "
                        + times
                        + " times as often");
              }
            });
    found.keySet().forEach(other -> wrong.add(other + " was never sent"));
    return wrong;
  }

  @Override
  public String volume() {
    return feed.stored() + " lines, each counted " + times + " times";
  }

  @Override
  public void close() {
    process.close();
    published.close();
  }
}
