package io.holdfast.benchmarks.peers.spark;

import io.holdfast.benchmarks.load.Load;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import scala.Tuple2;

/**
 * Windows over the lines, by the batches they came in; what comes out is counted and thrown away.
 * Batches must last a second, or a whole part of one.
 *
 * <ul>
 *   <li>{@code window}: how often each word was there in the last 60 seconds, every second, with
 *       the inverse function: what leaves is subtracted.
 *   <li>{@code topk}: the ten most frequent words of the last ten seconds, every second.
 *   <li>{@code join}: lines in turn go left and right; within a second, those with the same first
 *       word are joined.
 * </ul>
 *
 * <p>With {@code --form tuned} the words of a block are counted before they are sent.
 */
final class WindowJobs {
  private static final Duration SLIDE = Durations.seconds(1);
  private static final int TEN = 10;

  private WindowJobs() {}

  static void define(JavaDStream<String> lines, String job, Load load) {
    boolean book = WordCountJob.isBook(load);
    switch (job) {
      case "window" ->
          sliding(lines, Durations.seconds(60), book)
              .foreachRDD(rdd -> Run.current().rows(rdd.count()));
      case "topk" ->
          sliding(lines, Durations.seconds(10), book)
              .foreachRDD(rdd -> Run.current().rows(rdd.top(TEN, new ByCount()).size()));
      case "join" ->
          joined(
                  new Duration(load.batchMillis()).equals(SLIDE)
                      ? lines
                      : lines.window(SLIDE, SLIDE))
              .foreachRDD(rdd -> Run.current().rows(rdd.count()));
      default -> throw new IllegalArgumentException("no such job, or nothing to recover: " + job);
    }
  }

  private static JavaPairDStream<String, Long> sliding(
      JavaDStream<String> lines, Duration window, boolean book) {
    Function2<Long, Long, Long> add = Long::sum;
    Function2<Long, Long, Long> subtract = (sum, left) -> sum - left;
    Function<Tuple2<String, Long>, Boolean> there = word -> word._2() > 0;
    return (book ? WordCountJob.words(lines) : WordCountJob.counts(lines))
        .reduceByKeyAndWindow(add, subtract, window, SLIDE, WordCountJob.PARTITIONS, there);
  }

  private static JavaPairDStream<String, Tuple2<String, String>> joined(JavaDStream<String> lines) {
    HashPartitioner partitioner = new HashPartitioner(WordCountJob.PARTITIONS);
    return side(lines, 0).join(side(lines, 1), partitioner);
  }

  /** Every other line: its first word and its second. */
  private static JavaPairDStream<String, String> side(JavaDStream<String> lines, int side) {
    return lines.mapPartitionsToPair(
        block -> {
          List<Tuple2<String, String>> fields = new ArrayList<>();
          for (int turn = side; block.hasNext(); turn++) {
            String line = block.next();
            if (turn % 2 == 0) {
              int first = line.indexOf(' ');
              int second = line.indexOf(' ', first + 1);
              fields.add(new Tuple2<>(line.substring(0, first), line.substring(first + 1, second)));
            }
          }
          return fields.iterator();
        });
  }

  private static final class ByCount implements Comparator<Tuple2<String, Long>>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(Tuple2<String, Long> one, Tuple2<String, Long> other) {
      return Long.compare(one._2(), other._2());
    }
  }
}
