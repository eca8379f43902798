package io.holdfast.testkit.jobs;

import io.holdfast.examples.WordCount;
import io.holdfast.examples.Words;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.Guarantee;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.testkit.model.ModelledJob;
import io.holdfast.wal.storage.Storage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The word count of the examples, and its model: a map that counts. At-least-once, rows may come
 * again after a crash, but the state is exact: the highest total of each word is its count.
 *
 * @param guarantee of processing
 */
public record WordCountJob(Guarantee guarantee) implements ModelledJob {
  private static final TextFileSink SINK = new TextFileSink("/out");

  /** Exactly-once. */
  public WordCountJob() {
    this(Guarantee.EXACTLY_ONCE);
  }

  @Override
  public String name() {
    return WordCount.NAME;
  }

  @Override
  public List<String> streams() {
    return List.of("lines");
  }

  @Override
  public void configure(StreamingConfig.Builder config) {
    WordCount.registerState(config).guarantee(guarantee);
  }

  @Override
  public void define(StreamingContext context) {
    WordCount.define(context, new AnySource(), SINK);
  }

  @Override
  public Optional<String> wrong(
      Function<String, Storage> places, Map<String, List<String>> records) {
    Map<String, Long> counted = new TreeMap<>();
    for (CommittedRow row : SINK.committedRows(WordCount.OUTPUT, places).orElseThrow()) {
      String[] fields = row.row().split("\t", -1);
      long total = Long.parseLong(fields[2]);
      if (guarantee != Guarantee.EXACTLY_ONCE) {
        counted.merge(fields[0], total, Math::max);
      } else if (counted.merge(fields[0], Long.parseLong(fields[1]), Long::sum) != total) {
        return Optional.of(
            "batch "
                + row.batch()
                + ": '"
                + row.row()
                + "' where the total is "
                + counted.get(fields[0]));
      }
    }
    Map<String, Long> expected = new TreeMap<>();
    records
        .get("lines")
        .forEach(line -> Words.of(line).forEach(word -> expected.merge(word, 1L, Long::sum)));
    return counted.equals(expected)
        ? Optional.empty()
        : Optional.of("expected " + expected + ", counted " + counted);
  }
}
