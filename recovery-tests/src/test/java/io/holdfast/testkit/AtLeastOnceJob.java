package io.holdfast.testkit;

import io.holdfast.examples.WordCount;
import io.holdfast.sink.TextFileSink;
import io.holdfast.source.ReceiverSource;
import io.holdfast.stream.Guarantee;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The word count at-least-once: after a crash many batches run again, several times. Rows may
 * repeat, but the state is exact: the highest total of each word is its count.
 */
final class AtLeastOnceJob implements SimulatedJob {
  @Override
  public String application() {
    return WordCount.NAME;
  }

  @Override
  public void configure(StreamingConfig.Builder config) {
    WordCount.registerState(config).guarantee(Guarantee.AT_LEAST_ONCE);
  }

  @Override
  public void define(StreamingContext context, ReceiverSource<String> lines) {
    WordCount.define(context, lines, new TextFileSink(OUTPUT_LOCATION));
  }

  @Override
  public String check(Storage output, List<String> lines) {
    Map<String, Long> highest = new TreeMap<>();
    for (FileStatus batch : output.list("")) {
      if (batch.name().startsWith(WordCount.OUTPUT + "-")) {
        addBatch(output, batch.name(), highest);
      }
    }
    Map<String, Long> expected = WordCountJob.expected(lines);
    return highest.equals(expected) ? null : "expected " + expected + ", highest totals " + highest;
  }

  private static void addBatch(Storage output, String batch, Map<String, Long> highest) {
    for (FileStatus file : output.list(batch)) {
      if (file.name().startsWith("part-")) {
        WordCountJob.text(output, batch + "/" + file.name())
            .lines()
            .map(row -> row.split("\t", -1))
            .forEach(row -> highest.merge(row[0], Long.parseLong(row[2]), Math::max));
      }
    }
  }
}
