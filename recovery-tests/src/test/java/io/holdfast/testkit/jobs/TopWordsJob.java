package io.holdfast.testkit.jobs;

import io.holdfast.examples.TopWords;
import io.holdfast.examples.Words;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.StreamingContext;
import io.holdfast.testkit.model.ModelledJob;
import io.holdfast.wal.storage.Storage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Ranks words. Its windows lie side by side and it ranks them all, so that over all windows each
 * word is counted as often as it was sent; and the ranks of each window begin anew, and fall.
 */
public record TopWordsJob() implements ModelledJob {
  private static final TextFileSink SINK = new TextFileSink("/out");

  @Override
  public String name() {
    return TopWords.NAME;
  }

  @Override
  public List<String> streams() {
    return List.of("lines");
  }

  @Override
  public boolean drains() {
    return true;
  }

  @Override
  public void define(StreamingContext context) {
    Duration window = context.batchInterval().multipliedBy(5);
    TopWords.define(
        context.receiverStream(TopWords.INPUT, new AnySource()), SINK, window, window, 1000);
  }

  @Override
  public Optional<String> wrong(
      Function<String, Storage> places, Map<String, List<String>> records) {
    Map<String, Long> expected = new HashMap<>();
    records
        .get("lines")
        .forEach(line -> Words.of(line).forEach(word -> expected.merge(word, 1L, Long::sum)));
    Map<String, Long> found = new HashMap<>();
    long lastRank = 0;
    long lastCount = 0;
    for (String[] row : rows(TopWords.OUTPUT, places)) {
      long rank = Long.parseLong(row[0]);
      long count = Long.parseLong(row[2]);
      if (rank != 1 && (rank != lastRank + 1 || count > lastCount)) {
        return Optional.of("a ranking goes from " + lastRank + " to " + rank);
      }
      lastRank = rank;
      lastCount = count;
      found.merge(row[1], count, Long::sum);
    }
    return found.equals(expected)
        ? Optional.empty()
        : Optional.of("expected " + expected + ", found " + found);
  }

  private static List<String[]> rows(String output, Function<String, Storage> places) {
    return SINK.committedRows(output, places).orElseThrow().stream()
        .map(CommittedRow::row)
        .map(row -> row.split("\t", -1))
        .toList();
  }
}
