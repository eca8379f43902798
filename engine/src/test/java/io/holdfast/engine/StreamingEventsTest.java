package io.holdfast.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.JobFailedException;
import io.holdfast.SourceFailedException;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.Pair;
import io.holdfast.stream.RestartCost;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingStatus;
import io.holdfast.stream.StreamingStatus.LogStatus;
import io.holdfast.stream.StreamingStatus.StreamStatus;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.SimulatedStorage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What listeners are told of a whole run, and what its status says. */
final class StreamingEventsTest {
  private static final long MAX_STEPS = 100_000;
  private static final long START_MILLIS = 1_700_000_000_000L;
  private static final int LINES = 20;
  private static boolean failing;

  private SimulatedDisk disk = new SimulatedDisk();
  private SimulatedStorage storage;
  private SimulatedScheduler scheduler;
  private Story story;

  private StreamingContext context(NumberedLines source, int attempts) {
    failing = false;
    storage = disk.storage();
    SimulatedStorage out = storage;
    scheduler = new SimulatedScheduler(7, START_MILLIS);
    scheduler.setStepTime(Duration.ofNanos(20_000));
    story = new Story();
    StreamingConfig config =
        StreamingConfig.builder("counted", storage.directory("app"))
            .batchInterval(Duration.ofMillis(10))
            .maxReceiverAttempts(attempts)
            .parallelism(2)
            .scheduler(scheduler)
            .sinkStorage(place -> out.directory("out"))
            .build();
    StreamingContext context =
        StreamingContext.getOrCreate(config, defined -> define(defined, source));
    context.addListener(story);
    return context;
  }

  private static void define(StreamingContext context, NumberedLines source) {
    context
        .receiverStream("lines", source)
        .mapToPair(line -> new Pair<>(Long.parseLong(line) % 3, 1L))
        .reduceByKey(Long::sum)
        .<Long>updateStateByKey(
            "totals", (counts, total) -> Optional.of(total.orElse(0L) + counts.get(0)))
        .map(total -> check(total.toString()))
        .writeTo("files", TextFileSink.to("/out"));
  }

  private static String check(String row) {
    if (failing) {
      throw new IllegalStateException("no such customer");
    }
    return row;
  }

  private void runUntil(BooleanSupplier condition) {
    scheduler.runUntil(condition, MAX_STEPS);
    assertTrue(condition.getAsBoolean(), () -> "did not come to it: " + story.lines);
  }

  private long completedRecords() {
    return story.of("batch completed").stream()
        .mapToLong(line -> Long.parseLong(line.substring("batch completed: ".length())))
        .sum();
  }

  private StreamingStatus status(StreamingContext context) {
    CompletableFuture<StreamingStatus> asked = context.status();
    runUntil(asked::isDone);
    return asked.join();
  }

  private void stop(StreamingContext context) {
    CompletableFuture<?> stopped = context.stopAsync(Duration.ofSeconds(10));
    runUntil(stopped::isDone);
  }

  @Test
  void aRunIsToldFromItsStartToItsEnd() {
    StreamingContext context = context(new NumberedLines(LINES, 0), 5);
    context.start();
    runUntil(() -> completedRecords() == LINES);
    stop(context);

    assertEquals(
        List.of(
            "recovery planned: 0 batches",
            "job started: counted epoch 1 [lines] [totals] [files]",
            "recovery finished: 0 batches",
            "receiver started"),
        story.lines.subList(0, 4));
    assertEquals("job stopped: asked to", story.lines.get(story.lines.size() - 1));
    assertTrue(story.lines.contains("receiver stopped"));
    assertEquals(LINES, story.end.report().processed());
    int batches = story.of("batch completed").size();
    assertTrue(batches > 1, "one batch shows no order");
    List<String> steps = new ArrayList<>(story.of("batch "));
    steps.addAll(story.of("output"));
    assertEquals(4 * batches, steps.size());
    assertEquals(story.of("checkpoint started").size(), story.of("checkpoint: ").size());
    for (String completed : story.of("batch completed")) {
      String records = completed.substring(completed.indexOf(':'));
      int end = story.lines.indexOf(completed);
      List<String> before = story.lines.subList(0, end);
      int begin = before.lastIndexOf("batch started" + records);
      assertTrue(before.subList(0, begin).contains("batch submitted" + records));
      assertTrue(before.subList(begin, end).contains("output committed: files"));
      story.lines.set(end, "(seen)");
    }
  }

  @Test
  void theStatusAddsUp() {
    StreamingContext context = context(new NumberedLines(LINES, 0), 5);
    assertThrows(ConfigurationException.class, context::status);
    context.start();
    runUntil(() -> completedRecords() > 0);
    StreamingStatus running = status(context);
    StreamStatus lines = running.streams().get("lines");
    assertEquals(lines.stored(), lines.processed() + lines.waitingRecords());
    assertFalse(running.ended());

    runUntil(() -> completedRecords() == LINES);
    stop(context);
    StreamingStatus end = status(context);
    assertTrue(end.ended());
    assertEquals(
        new StreamStatus(
            LINES, LINES, LINES, 0, 0, OptionalLong.empty(), 0, 0, Duration.ZERO, 0, 0),
        end.streams().get("lines"));
    assertEquals(Map.of("totals", 3L), end.stateKeys());
    assertEquals(List.of("files"), end.outputs());
    assertEquals(Set.of("data/blocks", "journal", "state/totals"), end.logs().keySet());
    assertEquals(0, end.batches().outstanding());
    assertEquals(story.of("batch completed").size(), end.batches().completed());
    assertEquals(LINES, end.restart().processedRecords());
    assertTrue(end.restart().processingTime().compareTo(Duration.ZERO) > 0);
    assertTrue(end.restart().readBytes() > end.restart().startBytes());
    assertEquals(story.recovery, end.recovery().orElseThrow());
  }

  @Test
  void whatLogsAreSaidToHaveDoneAddsUpToTheirStatus() {
    StreamingContext context = context(new NumberedLines(LINES, 0), 5);
    context.start();
    runUntil(() -> completedRecords() == LINES);
    stop(context);
    status(context)
        .logs()
        .forEach(
            (name, log) -> {
              LogStatus told =
                  story.logs.stream()
                      .filter(activity -> activity.log().equals(name))
                      .map(
                          a ->
                              new LogStatus(
                                  a.records(),
                                  a.payloadBytes(),
                                  log.storedBytes(),
                                  a.forces(),
                                  a.forceTime(),
                                  log.longestForce(),
                                  a.segmentsOpened(),
                                  a.segmentsReleased()))
                      .reduce(StreamingEventsTest::sum)
                      .orElseThrow();
              assertEquals(log, told, name);
              assertTrue(log.storedBytes() > log.payloadBytes() && log.payloadBytes() > 0, name);
            });
  }

  private static LogStatus sum(LogStatus a, LogStatus b) {
    return new LogStatus(
        a.records() + b.records(),
        a.payloadBytes() + b.payloadBytes(),
        b.storedBytes(),
        a.forces() + b.forces(),
        a.forceTime().plus(b.forceTime()),
        b.longestForce(),
        a.segmentsOpened() + b.segmentsOpened(),
        a.segmentsReleased() + b.segmentsReleased());
  }

  @Test
  void aRestartFinishesWhatWasLeft() {
    StreamingContext first = context(new NumberedLines(LINES, 0), 5);
    first.start();
    runUntil(() -> story.of("batch started").size() == 2);
    crash();

    StreamingContext second = context(new NumberedLines(LINES, 0), 5);
    second.start();
    runUntil(() -> story.recovery != null);
    assertTrue(story.lines.contains("recovery planned: 1 batches"), story.lines.toString());
    assertEquals(1, story.recovery.batches());
    assertEquals(1, story.of("batch completed").size(), "finished, and nothing new was done");
    assertTrue(story.recovery.reading().compareTo(story.recovery.total()) < 0);
    assertTrue(story.recovery.readBytes() > 0);
    RestartCost cost = status(second).restart();
    assertEquals(story.recovery.readBytes(), cost.startBytes());
  }

  @Test
  void recordsThatWereLeftAreAsOldAsTheirBatch() {
    StreamingContext first = context(new NumberedLines(LINES, 0), 5);
    first.start();
    runUntil(() -> story.of("batch started").size() == 2);
    long before = status(first).streams().get("lines").oldestMillis().orElseThrow();
    long batch = status(first).batches().lastCompleted().epochMillis() + 10;
    assertTrue(before >= START_MILLIS && before <= batch, "it came before its batch was cut");
    crash();

    StreamingContext second = context(new NumberedLines(LINES, 0), 5);
    second.start();
    long after = status(second).streams().get("lines").oldestMillis().orElseThrow();
    assertEquals(batch, after);
  }

  private void crash() {
    storage.kill();
    scheduler.close();
    disk = disk.crash(CrashProfile.KILL, 1);
  }

  @Test
  void aDamagedCheckpointIsPassedOver() {
    StreamingContext first = context(new NumberedLines(LINES, 0), 5);
    first.start();
    runUntil(() -> story.of("checkpoint: ").size() >= 2);
    crash();
    Storage files = disk.storage().directory("app/checkpoints");
    List<String> names = new ArrayList<>(files.list("").stream().map(FileStatus::name).toList());
    String newest = Collections.max(names);
    files.delete(newest);
    try (Appender damaged = files.createExclusive(newest)) {
      damaged.write(ByteBuffer.wrap(new byte[100]));
      damaged.force();
    }

    context(new NumberedLines(LINES, 0), 5).start();
    runUntil(() -> story.recovery != null);
    List<String> passedOver = story.of("checkpoint passed over");
    assertEquals(1, passedOver.size());
    assertTrue(passedOver.get(0).endsWith(newest), passedOver.toString());
  }

  @Test
  void aBatchThatFailsIsToldBeforeTheJobStops() {
    StreamingContext context = context(new NumberedLines(LINES, 0), 5);
    context.start();
    failing = true;
    runUntil(() -> story.end != null);
    assertInstanceOf(JobFailedException.class, story.end.failure().orElseThrow());
    assertEquals(1, story.of("batch failed").size());
    assertEquals(0, story.of("output").size());
    assertEquals(1, status(context).batches().failed());
    assertEquals(1, status(context).batches().outstanding());
    assertTrue(context.termination().isCompletedExceptionally());
  }

  @Test
  void aReceiverThatFailsIsRestartedAndInTheEndGivenUp() {
    StreamingContext context = context(new NumberedLines(LINES, 3), 1);
    context.start();
    runUntil(() -> story.end != null);
    assertEquals(
        List.of("receiver started", "receiver gave up"), story.of("receiver").subList(0, 2));
    assertInstanceOf(SourceFailedException.class, story.end.failure().orElseThrow());

    disk = new SimulatedDisk();
    StreamingContext patient = context(new NumberedLines(LINES, 3), 5);
    patient.start();
    runUntil(() -> completedRecords() == LINES);
    assertEquals(
        List.of("receiver started", "receiver restarting", "receiver started"),
        story.of("receiver"));
    assertEquals(1, status(patient).streams().get("lines").restarts());
  }
}
