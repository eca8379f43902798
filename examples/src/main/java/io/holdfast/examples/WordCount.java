package io.holdfast.examples;

import io.holdfast.sink.BatchSink;
import io.holdfast.source.ReceiverSource;
import io.holdfast.stream.DStream;
import io.holdfast.stream.Pair;
import io.holdfast.stream.PairDStream;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import java.util.List;
import java.util.Optional;

/**
 * Counts the words of lines of text, per batch and in total. What owns durable data has a name: the
 * input stream {@code lines}, the state {@code totals}, the output {@code counts}.
 */
public final class WordCount {
  /** Name of the application; a directory that was made under another name is refused. */
  public static final String NAME = "word-count";

  /** Name of the input. */
  public static final String INPUT = "lines";

  /** Name of the output. */
  public static final String OUTPUT = "counts";

  /** Under this number {@link WordTotal} stands in checkpoints; never given to another class. */
  private static final int WORD_TOTAL_ID = 1000;

  private WordCount() {}

  /** Tells the configuration which classes the job's state is made of. */
  public static StreamingConfig.Builder registerState(StreamingConfig.Builder config) {
    return config.register(WORD_TOTAL_ID, WordTotal.class);
  }

  /**
   * Defines the job. For each word that a batch contains, {@code sink} gets one row {@code
   * word<TAB>in this batch<TAB>in total}.
   *
   * @return the counts, for further outputs
   */
  public static PairDStream<String, WordTotal> define(
      StreamingContext context, ReceiverSource<String> source, BatchSink<? super String> sink) {
    return define(context.receiverStream(INPUT, source), sink);
  }

  /** The same over lines from anywhere. */
  public static PairDStream<String, WordTotal> define(
      DStream<String> lines, BatchSink<? super String> sink) {
    PairDStream<String, WordTotal> totals =
        lines
            .flatMap(Words::of)
            .mapToPair(word -> new Pair<>(word, 1L))
            .reduceByKey(Long::sum)
            .updateStateByKey("totals", WordCount::add);
    totals.map(WordCount::row).writeTo(OUTPUT, sink);
    return totals;
  }

  private static Optional<WordTotal> add(List<Long> counts, Optional<WordTotal> before) {
    long inBatch = 0;
    for (long count : counts) {
      inBatch += count;
    }
    return Optional.of(new WordTotal(inBatch, before.map(WordTotal::total).orElse(0L) + inBatch));
  }

  private static String row(Pair<String, WordTotal> count) {
    return count.key() + '\t' + count.value().inBatch() + '\t' + count.value().total();
  }
}
