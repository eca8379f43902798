package io.holdfast.benchmarks.windows;

import io.holdfast.benchmarks.load.Load;
import io.holdfast.benchmarks.source.JobRun;
import io.holdfast.benchmarks.source.LineSource;
import io.holdfast.examples.TopWords;
import io.holdfast.examples.Words;
import io.holdfast.runtime.CompositionRoot;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.DStream;
import io.holdfast.stream.Pair;
import io.holdfast.stream.PairDStream;
import io.holdfast.stream.StreamingContext;
import java.io.IOException;
import java.time.Duration;

/**
 * Jobs over windows: {@code --job window}, the count of each word in the last 60 seconds, every
 * second; {@code topk}, the ten most frequent words of the last ten seconds, every second; {@code
 * join}, lines in turn left and right, joined by their first words within a batch.
 */
@CompositionRoot("measures a real process in real time")
public final class HoldfastWindows {
  private static final Duration SLIDE = Duration.ofSeconds(1);

  private HoldfastWindows() {}

  /** Runs one load and prints what was measured. */
  public static void main(String[] args) throws InterruptedException, IOException {
    Load load = Load.parse(args);
    String kind = load.text("job", "window");
    JobRun.measure(
        "holdfast " + kind,
        JobRun.config("windows-" + kind, load).build(),
        load,
        (job, source) -> define(job, kind, load, source));
  }

  private static void define(StreamingContext job, String kind, Load load, LineSource source) {
    switch (kind) {
      case "window" ->
          job.receiverStream("lines", source)
              .flatMap(Words::of)
              .mapToPair(word -> new Pair<>(word, 1L))
              .reduceByKeyAndWindow(
                  "counts", Long::sum, Math::subtractExact, Duration.ofSeconds(60), SLIDE)
              .foreachRdd("counted", (rows, txn) -> rows.forEach(row -> {}));
      case "topk" ->
          TopWords.define(
              job.receiverStream("lines", source),
              TextFileSink.to(load.directory().resolve("out")),
              Duration.ofSeconds(10),
              SLIDE,
              10);
      case "join" -> {
        DStream<String> lines = job.receiverStream("lines", source.marked());
        side(lines, false)
            .join(side(lines, true))
            .foreachRdd("joined", (rows, txn) -> rows.forEach(row -> {}));
      }
      default -> throw new IllegalArgumentException("--job is window, topk or join, not " + kind);
    }
  }

  /** Of every other line the first word and the second. */
  private static PairDStream<String, String> side(DStream<String> lines, boolean marked) {
    return lines
        .filter(line -> marked == (line.charAt(0) == ' '))
        .mapToPair(
            line -> {
              int start = marked ? 1 : 0;
              int first = line.indexOf(' ', start);
              int second = line.indexOf(' ', first + 1);
              return new Pair<>(line.substring(start, first), line.substring(first + 1, second));
            });
  }
}
