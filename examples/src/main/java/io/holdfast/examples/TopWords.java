package io.holdfast.examples;

import io.holdfast.sink.BatchSink;
import io.holdfast.stream.DStream;
import io.holdfast.stream.Pair;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/**
 * The most frequent words of a sliding window. Durable under a name are the input {@code lines},
 * the window {@code counts} and the output {@code top}.
 */
public final class TopWords {
  /** Name of the application. */
  public static final String NAME = "top-words";

  /** Name of the input. */
  public static final String INPUT = "lines";

  /** Name of the output. */
  public static final String OUTPUT = "top";

  private TopWords() {}

  /**
   * Defines the job: for each slide, {@code sink} gets a row {@code rank<TAB>word<TAB>count} for
   * each of the {@code most} first words of the window.
   *
   * @return the rows
   */
  public static DStream<String> define(
      DStream<String> lines,
      BatchSink<? super String> sink,
      Duration window,
      Duration slide,
      int most) {
    DStream<String> rows =
        lines
            .flatMap(Words::of)
            .mapToPair(word -> new Pair<>(word, 1L))
            .reduceByKeyAndWindow("counts", Long::sum, Math::subtractExact, window, slide)
            .mapPartitions(counts -> List.of(ranking(counts, most)).iterator())
            .reduce(Ranking::merged)
            .flatMap(Ranking::rows);
    rows.writeTo(OUTPUT, sink);
    return rows;
  }

  private static Ranking ranking(Iterator<Pair<String, Long>> counts, int most) {
    return Ranking.of(counts, most);
  }
}
