package io.holdfast.inspection;

import io.holdfast.engine.checkpointing.RetentionPolicy;
import io.holdfast.examples.WordCount;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.ReadOnlyStorage;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.SimulatedStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The files that a word count leaves behind: an application's directory and its output. Really run,
 * in simulated time, from one seed, so that they are the same every time.
 */
public final class WordCountFiles {
  private static final long START_MILLIS = 1_700_000_000_000L;
  private static final long LIFE_MILLIS = 1_000_000;
  private static final long MAX_STEPS = 200_000;
  private static final int LINES = 60;

  /** A life long after those of before, with so many lines more. */
  private static final int LATER = 7;

  private static final int MORE = 6;

  private final SimulatedDisk disk;
  private final Path root;
  private final long seed;
  private int life;
  private int lines = LINES;

  private WordCountFiles(Path root, long seed) {
    this(root, seed, new SimulatedDisk());
  }

  private WordCountFiles(Path root, long seed, SimulatedDisk disk) {
    this.root = root;
    this.seed = seed;
    this.disk = disk;
  }

  /**
   * Starts the job on files that are there, in {@code app} and {@code out}, gives it all the lines
   * of before that it asks for and some more, and stops it.
   *
   * @return how often each word was counted, by the last row of each
   */
  public static Map<String, Long> goOn(SimulatedDisk disk) {
    WordCountFiles files = new WordCountFiles(Path.of("unused"), 42, disk);
    files.life = LATER;
    files.lines = LINES + MORE;
    files.live(files.lines, false);
    Storage storage = disk.storage();
    Map<String, Long> totals = new TreeMap<>();
    for (FileStatus batch : storage.list("out")) {
      String directory = "out/" + batch.name();
      for (FileStatus part : storage.list(directory)) {
        if (part.name().startsWith("part-")) {
          String rows =
              new String(
                  FileTree.content(storage, directory + "/" + part.name()), StandardCharsets.UTF_8);
          rows.lines()
              .map(row -> row.split("\t", -1))
              .forEach(row -> totals.put(row[0], Long.parseLong(row[2])));
        }
      }
    }
    return totals;
  }

  /** What {@link #goOn} returns if every line was counted once. */
  public static Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    for (long line = 1; line <= LINES + MORE; line++) {
      for (String word : NumberedLines.line(line).split(" ", -1)) {
        counts.merge(word, 1L, Long::sum);
      }
    }
    return counts;
  }

  /** Killed once in the middle, then run to its end and stopped gracefully. */
  public static WordCountFiles stopped(Path root) throws IOException {
    return stopped(root, 42);
  }

  /** The same with another identity. */
  public static WordCountFiles stopped(Path root, long seed) throws IOException {
    WordCountFiles files = new WordCountFiles(root, seed);
    files.live(LINES / 2, true);
    files.live(LINES, false);
    return files.write();
  }

  /** Killed twice; the second time nothing was started again, so much is still to be done. */
  public static WordCountFiles killed(Path root) throws IOException {
    WordCountFiles files = new WordCountFiles(root, 42);
    files.live(LINES / 3, true);
    files.live(LINES / 2, true);
    return files.write();
  }

  public Path app() {
    return root.resolve("app");
  }

  public Path output() {
    return root.resolve("out");
  }

  /** Looks at the application while it runs, every few steps, and when it is killed in between. */
  public static void watched(Consumer<Storage> look) {
    WordCountFiles files = new WordCountFiles(Path.of("unused"), 42);
    files.live(LINES / 2, true, look);
    files.live(LINES, false, look);
  }

  private void live(int lines, boolean kill) {
    live(lines, kill, app -> {});
  }

  private void live(int lines, boolean kill, Consumer<Storage> look) {
    SimulatedScheduler scheduler =
        new SimulatedScheduler(seed + life, START_MILLIS + life * LIFE_MILLIS);
    SimulatedStorage storage = disk.storage();
    NumberedLines source = new NumberedLines(this.lines);
    StreamingConfig.Builder config =
        StreamingConfig.builder(WordCount.NAME, storage.directory("app"))
            .batchInterval(Duration.ofMillis(10))
            .blockInterval(Duration.ofMillis(3))
            .parallelism(2)
            .owner("driver " + ++life)
            .log(LogOptions.DEFAULT.withSegmentBytes(1024))
            .retention(new RetentionPolicy(3, 1))
            .scheduler(scheduler)
            .sinkStorage(location -> storage.directory("out"));
    WordCount.registerState(config);
    StreamingContext context =
        StreamingContext.getOrCreate(
            config.build(), c -> WordCount.define(c, source, TextFileSink.to(Path.of("out"))));
    context.start();
    Storage app = new ReadOnlyStorage(storage.directory("app"));
    int[] steps = {0};
    scheduler.runUntil(
        () -> {
          if (++steps[0] % 5 == 0) {
            look.accept(app);
          }
          return source.acknowledged() >= lines;
        },
        MAX_STEPS);
    if (!kill) {
      CompletableFuture<?> stopped = context.stopAsync(Duration.ofSeconds(10));
      scheduler.runUntil(stopped::isDone, MAX_STEPS);
    }
    storage.kill();
    scheduler.close();
  }

  private WordCountFiles write() throws IOException {
    copy(disk.storage(), "", root);
    return this;
  }

  private static void copy(Storage from, String directory, Path to) throws IOException {
    Files.createDirectories(to);
    for (FileStatus entry : from.list(directory)) {
      String path = directory.isEmpty() ? entry.name() : directory + "/" + entry.name();
      if (entry.directory()) {
        copy(from, path, to.resolve(entry.name()));
      } else {
        try (StorageReader reader = from.open(path)) {
          ByteBuffer bytes = ByteBuffer.allocate((int) reader.length());
          reader.read(0, bytes);
          Files.write(to.resolve(entry.name()), bytes.array());
        }
      }
    }
  }
}
