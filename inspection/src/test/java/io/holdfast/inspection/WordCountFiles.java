package io.holdfast.inspection;

import io.holdfast.engine.checkpointing.RetentionPolicy;
import io.holdfast.examples.WordCount;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.DStream;
import io.holdfast.stream.FailurePolicy;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

  private final SimulatedDisk disk = new SimulatedDisk();
  private final Path root;
  private final long seed;
  private boolean storms;
  private int life;

  private WordCountFiles(Path root, long seed) {
    this.root = root;
    this.seed = seed;
  }

  /** Every line with a storm in it was set aside. */
  public static WordCountFiles quarantined(Path root) throws IOException {
    WordCountFiles files = new WordCountFiles(root, 42);
    files.storms = true;
    files.live(LINES / 2, false);
    return files.write();
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

  /** As {@link #stopped}, on a disk in memory: the application in {@code app}, and {@code out}. */
  public static SimulatedDisk stoppedInMemory() {
    WordCountFiles files = new WordCountFiles(Path.of("unused"), 42);
    files.live(LINES / 2, true);
    files.live(LINES, false);
    return files.disk;
  }

  /** As {@link #killed}, in memory, of another identity. */
  public static SimulatedDisk killedInMemory() {
    WordCountFiles files = new WordCountFiles(Path.of("unused"), 7);
    files.live(LINES / 3, true);
    files.live(LINES / 2, true);
    return files.disk;
  }

  private void live(int lines, boolean kill) {
    live(lines, kill, app -> {});
  }

  private void live(int lines, boolean kill, Consumer<Storage> look) {
    SimulatedScheduler scheduler =
        new SimulatedScheduler(seed + life, START_MILLIS + life * LIFE_MILLIS);
    SimulatedStorage storage = disk.storage();
    NumberedLines source = new NumberedLines(LINES);
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
    if (storms) {
      config.failures(FailurePolicy.quarantine(100));
    }
    WordCount.registerState(config);
    StreamingContext context =
        StreamingContext.getOrCreate(
            config.build(),
            c -> WordCount.define(lines(c, source), TextFileSink.to(Path.of("out"))));
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

  private DStream<String> lines(StreamingContext context, NumberedLines source) {
    DStream<String> lines = context.receiverStream(WordCount.INPUT, source);
    return storms ? lines.map(WordCountFiles::withoutStorm) : lines;
  }

  private static String withoutStorm(String line) {
    if (line.contains("storm")) {
      throw new IllegalStateException("a storm is no plant");
    }
    return line;
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
