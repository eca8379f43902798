package io.holdfast.testkit.jobs;

import io.holdfast.examples.UserSessions;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.testkit.model.ModelledJob;
import io.holdfast.wal.storage.Storage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds sessions. Where one ends depends on when batches were cut, but each event is in one, and
 * the statistics are those of the sessions that were written.
 */
public record SessionsJob() implements ModelledJob {
  private static final TextFileSink SINK = new TextFileSink("/out");

  @Override
  public String name() {
    return UserSessions.NAME;
  }

  @Override
  public List<String> streams() {
    return List.of("events");
  }

  @Override
  public boolean drains() {
    return true;
  }

  @Override
  public void configure(StreamingConfig.Builder config) {
    UserSessions.registerState(config);
  }

  @Override
  public void define(StreamingContext context) {
    UserSessions.define(
        context.receiverStream(UserSessions.INPUT, new AnySource()),
        SINK,
        SINK,
        context.batchInterval().multipliedBy(3));
  }

  @Override
  public Optional<String> wrong(
      Function<String, Storage> places, Map<String, List<String>> records) {
    Map<String, Long> expected = new HashMap<>();
    records.get("events").forEach(line -> expected.merge(UserSessions.user(line), 1L, Long::sum));
    Map<String, Long> found = new HashMap<>();
    List<String[]> sessions = rows(UserSessions.ENDED, places);
    sessions.forEach(row -> found.merge(row[0], Long.valueOf(row[1]), Long::sum));
    if (!found.equals(expected)) {
      return Optional.of("expected events " + expected + ", found " + found);
    }
    List<String[]> statistics = rows(UserSessions.STATISTICS, places);
    String[] last = statistics.get(statistics.size() - 1);
    boolean same =
        last[0].equals(String.valueOf(sessions.size()))
            && last[1].equals(String.valueOf(records.get("events").size()));
    return same
        ? Optional.empty()
        : Optional.of(
            "statistics of " + last[0] + " sessions, of which there are " + sessions.size());
  }

  private static List<String[]> rows(String output, Function<String, Storage> places) {
    return SINK.committedRows(output, places).orElseThrow().stream()
        .map(CommittedRow::row)
        .map(row -> row.split("\t", -1))
        .toList();
  }
}
