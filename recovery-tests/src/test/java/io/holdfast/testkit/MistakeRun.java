package io.holdfast.testkit;

import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.SourceChoice;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedCrash;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.SimulatedStorage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Runs a {@link StreamingJob} on a simulated disk, with at most one crash. */
final class MistakeRun {
  private static final long MAX_STEPS = 100_000;
  private static final long SEED = 7;
  private static final String SPOOL = "spool";

  private final StreamingJob job;
  private final boolean spooled;
  private final SimulatedWorld world;
  private SimulatedDisk disk = new SimulatedDisk();

  /** {@code spooled}: the lines lie in files, a few in each, and not at a sender. */
  MistakeRun(StreamingJob job, List<String> lines, boolean spooled) {
    this.job = job;
    this.spooled = spooled;
    this.world = new SimulatedWorld(lines);
    if (spooled) {
      fillSpool(lines);
    }
  }

  /** Runs without a crash; returns the number of operations. */
  long run() {
    live(1, () -> false);
    return disk.operations();
  }

  /** Dies before operation {@code number}, then runs to the end. */
  void run(long number, CrashProfile profile) {
    Death death = Death.before(number - disk.operations());
    disk.onOperation(death);
    try {
      live(1, death::died);
    } catch (SimulatedCrash expected) {
      death.kill();
    }
    disk.onOperation(new OperationObserver() {});
    if (death.died()) {
      disk = disk.crash(profile, number);
      live(2, () -> false);
    }
  }

  /** What lies at a location now. */
  Storage place(String location) {
    return disk.storage().directory(location.substring(1));
  }

  private void live(int number, BooleanSupplier cut) {
    SimulatedScheduler scheduler =
        new SimulatedScheduler(SEED + number, SimulatedLife.START_MILLIS + number * 1000L);
    SimulatedStorage storage = disk.storage();
    StreamingConfig.Builder config =
        StreamingConfig.builder(job.name(), storage.directory("app"))
            .batchInterval(Duration.ofMillis(10))
            .blockInterval(Duration.ofMillis(3))
            .parallelism(2)
            .scheduler(scheduler)
            .sources(new Lines(new SimulatedLineSource(world, SEED + number), spooled))
            .sinkStorage(location -> storage.directory(location.substring(1)));
    job.configure(config);
    try {
      StreamingContext context = StreamingContext.getOrCreate(config.build(), job::define);
      context.start();
      scheduler.runUntil(() -> cut.getAsBoolean() || inputTaken(storage), MAX_STEPS);
      CompletableFuture<?> stopped = context.stopAsync(Duration.ofSeconds(10));
      scheduler.runUntil(() -> cut.getAsBoolean() || stopped.isDone(), MAX_STEPS);
      if (!cut.getAsBoolean()) {
        context.termination().join();
      }
    } finally {
      storage.kill();
      scheduler.close();
    }
  }

  private boolean inputTaken(Storage storage) {
    return spooled ? storage.list(SPOOL).isEmpty() : world.allAcknowledged();
  }

  private void fillSpool(List<String> lines) {
    Storage spool = disk.storage();
    spool.createDirectories(SPOOL);
    for (int from = 0; from < lines.size(); from += 3) {
      String text = String.join("\n", lines.subList(from, Math.min(from + 3, lines.size()))) + "\n";
      try (Appender file = spool.createExclusive(SPOOL + "/" + (from / 3 + 1) + ".txt")) {
        file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        file.force();
      }
    }
    spool.forceDirectory(SPOOL);
  }

  private record Lines(SimulatedLineSource lines, boolean asDefined) implements SourceChoice {
    @Override
    @SuppressWarnings("unchecked") // all jobs here read lines of text
    public <T> ReceiverSource<T> choose(String stream, ReceiverSource<T> defined) {
      return asDefined ? defined : (ReceiverSource<T>) lines;
    }
  }
}
