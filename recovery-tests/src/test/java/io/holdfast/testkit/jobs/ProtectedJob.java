package io.holdfast.testkit.jobs;

import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.recovery.RecoveryPlanner;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.TextFileSink;
import io.holdfast.source.DirectSource;
import io.holdfast.stream.DStream;
import io.holdfast.stream.Pair;
import io.holdfast.stream.Protection;
import io.holdfast.stream.StreamingContext;
import io.holdfast.testkit.model.ModelledJob;
import io.holdfast.testkit.scenario.Scenario;
import io.holdfast.wal.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Copies the lines of two streams, and counts the lines of both together in a state: one stream is
 * protected by the log, the other by {@code level}.
 */
public record ProtectedJob(Level level, DirectSource<String> direct) implements ModelledJob {
  private static final TextFileSink SINK = new TextFileSink("/out");
  private static final String LOGGED = "logged";
  private static final String OTHER = "other";

  /** How the lines of the other stream are protected. */
  public enum Level {
    DIRECT,
    NONE
  }

  public ProtectedJob(Level level) {
    this(level, new AnyDirect());
  }

  @Override
  public String name() {
    return "protected";
  }

  @Override
  public List<String> streams() {
    return List.of(LOGGED, OTHER);
  }

  @Override
  public void define(StreamingContext context) {
    DStream<String> other =
        level == Level.DIRECT
            ? context.directStream(OTHER, direct)
            : context.receiverStream(OTHER, new AnySource(), Protection.NONE);
    DStream<String> logged = context.receiverStream(LOGGED, new AnySource());
    // One output for both: a batch is in it as a whole, or not at all.
    logged
        .map(line -> LOGGED + " " + line)
        .union(other.map(line -> OTHER + " " + line))
        .mapToPair(line -> new Pair<>(line, 1L))
        .reduceByKey(Long::sum)
        .<Long>updateStateByKey(
            "lines", (counts, before) -> Optional.of(before.orElse(0L) + counts.get(0)))
        .map(line -> line.key() + "=" + line.value())
        .writeTo("totals", SINK);
  }

  @Override
  public Optional<String> wrong(
      Function<String, Storage> places, Map<String, List<String>> records) {
    Map<String, Long> found = new TreeMap<>();
    for (CommittedRow row : SINK.committedRows("totals", places).orElseThrow()) {
      int equals = row.row().lastIndexOf('=');
      found.merge(
          row.row().substring(0, equals), Long.valueOf(row.row().substring(equals + 1)), Math::max);
    }
    Map<String, Long> missing = new TreeMap<>();
    records.forEach(
        (stream, lines) ->
            lines.forEach(line -> missing.merge(stream + " " + line, 1L, Long::sum)));
    found.forEach((line, count) -> missing.merge(line, -count, Long::sum));
    missing.values().removeIf(count -> count == 0);
    return level == Level.DIRECT ? exact(missing) : countedExactly(missing, places);
  }

  private static Optional<String> exact(Map<String, Long> missing) {
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("lines and how often they are missing: " + missing);
  }

  /** No line is there too often, and as many are missing as the journal says are lost. */
  private static Optional<String> countedExactly(
      Map<String, Long> missing, Function<String, Storage> places) {
    Storage app = places.apply("/" + Scenario.DIRECTORY);
    long lost =
        RecoveryPlanner.plan(app, ApplicationIdentity.require(app))
            .state()
            .tracker(OTHER)
            .lost()
            .records();
    List<String> wrong = new ArrayList<>();
    missing.forEach(
        (line, count) -> {
          if (count < 0 || line.startsWith(LOGGED)) {
            wrong.add(line + " is missing " + count + " times");
          }
        });
    long gone = missing.values().stream().mapToLong(Long::longValue).sum();
    if (gone != lost) {
      wrong.add(gone + " lines are gone, " + lost + " are said to be lost: " + missing);
    }
    return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", wrong));
  }
}
