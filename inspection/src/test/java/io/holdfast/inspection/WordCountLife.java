package io.holdfast.inspection;

import io.holdfast.engine.checkpointing.RetentionPolicy;
import io.holdfast.examples.WordCount;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.DStream;
import io.holdfast.stream.FailurePolicy;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingListener;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * One life of a word count on a simulated disk, in simulated time: its application in {@code app},
 * its output in {@code out}. Ended by {@link #kill} or {@link #stop}.
 */
public final class WordCountLife {
  private static final long START_MILLIS = 1_700_000_000_000L;
  private static final long LIFE_MILLIS = 1_000_000;
  private static final long MAX_STEPS = 200_000;
  private static final int LINES = 60;

  private final SimulatedStorage storage;
  private final SimulatedScheduler scheduler;
  private final NumberedLines source;
  private final StreamingContext context;

  /**
   * A life that is not started yet.
   *
   * @param number of the life, from 1
   */
  public WordCountLife(SimulatedStorage storage, long seed, int number) {
    this(storage, seed, number, LINES, false);
  }

  /**
   * The same.
   *
   * @param lines that the source has
   * @param storms whether every line with a storm in it fails, and is set aside
   */
  WordCountLife(SimulatedStorage storage, long seed, int number, int lines, boolean storms) {
    this.source = new NumberedLines(lines);
    this.storage = storage;
    this.scheduler =
        new SimulatedScheduler(seed + number - 1, START_MILLIS + (number - 1) * LIFE_MILLIS);
    StreamingConfig.Builder config =
        StreamingConfig.builder(WordCount.NAME, storage.directory("app"))
            .batchInterval(Duration.ofMillis(10))
            .blockInterval(Duration.ofMillis(3))
            .parallelism(2)
            .owner("driver " + number)
            .log(LogOptions.DEFAULT.withSegmentBytes(1024))
            .retention(new RetentionPolicy(3, 1))
            .scheduler(scheduler)
            .sinkStorage(location -> storage.directory("out"));
    if (storms) {
      config.failures(FailurePolicy.quarantine(100));
    }
    WordCount.registerState(config);
    this.context =
        StreamingContext.getOrCreate(
            config.build(),
            c -> WordCount.define(lines(c, storms), TextFileSink.to(Path.of("out"))));
  }

  private DStream<String> lines(StreamingContext created, boolean storms) {
    DStream<String> lines = created.receiverStream(WordCount.INPUT, source);
    return storms ? lines.map(WordCountLife::withoutStorm) : lines;
  }

  private static String withoutStorm(String line) {
    if (line.contains("storm")) {
      throw new IllegalStateException("a storm is no plant");
    }
    return line;
  }

  /** The application's directory. */
  public Storage app() {
    return storage.directory("app");
  }

  /** Has a listener told everything; before the start. */
  public void tell(StreamingListener listener) {
    context.addListener(listener);
  }

  /** Starts; nothing runs before {@link #runUntil}. */
  public void start() {
    context.start();
  }

  /** Behind what the source was asked to go on; null if it was not asked yet. */
  public Map<String, Long> resumedBehind() {
    return source.resumedBehind();
  }

  /** The highest line that the job has acknowledged. */
  public long acknowledged() {
    return source.acknowledged();
  }

  /** Runs step by step until the condition holds, which is asked before each. */
  public void runUntil(BooleanSupplier condition) {
    scheduler.runUntil(condition, MAX_STEPS);
  }

  /** Runs until so many lines are acknowledged. */
  public void runUntilAcknowledged(int lines) {
    runUntil(() -> source.acknowledged() >= lines);
  }

  /** Stops gracefully. */
  public void stop() {
    CompletableFuture<?> stopped = context.stopAsync(Duration.ofSeconds(10));
    scheduler.runUntil(stopped::isDone, MAX_STEPS);
    kill();
  }

  /** Ends the process as it is. */
  public void kill() {
    storage.kill();
    scheduler.close();
  }
}
