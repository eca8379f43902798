package io.holdfast.benchmarks.peers.spark;

import io.holdfast.benchmarks.load.Lines;
import io.holdfast.benchmarks.load.Load;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaMapWithStateDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import scala.Tuple2;

/**
 * The running count of each word; changed counts go to text files in every batch.
 *
 * <p>{@code --form book} is the job as Spark's guide teaches it, {@code reduceByKey} over single
 * words; {@code tuned} is the same by somebody who knows what is slow there. The state is
 * checkpointed with every batch, as those of the others are.
 *
 * <p>What makes that one fast: the words of a block are counted in a plain map before they are
 * sent, which Spark's own combining does several times slower, and those of a batch before they
 * meet the state; two partitions on two processors; the state is kept as objects, not as bytes.
 */
final class WordCountJob {
  static final int PARTITIONS = 2;

  private WordCountJob() {}

  static void define(JavaDStream<String> lines, Load load) {
    JavaPairDStream<String, Long> counts =
        isBook(load)
            ? words(lines).reduceByKey(Long::sum, PARTITIONS)
            : counts(lines)
                .combineByKey(n -> n, Long::sum, Long::sum, new HashPartitioner(PARTITIONS), false);
    String cluster = load.text("at", "");
    String out =
        cluster.isEmpty()
            ? load.directory().toAbsolutePath().resolve("out").toString()
            : cluster + "/out";
    rows(counts, load)
        .foreachRDD(
            (rdd, time) ->
                rdd.foreachPartition(
                    rows -> {
                      String batch = Long.toString(time.milliseconds());
                      if (cluster.isEmpty()) {
                        CountFiles.write(out, batch, rows);
                      } else {
                        ClusterCounts.write(out, batch, rows);
                      }
                    }));
  }

  static boolean isBook(Load load) {
    return switch (load.text("form", "tuned")) {
      case "book" -> true;
      case "tuned" -> false;
      default -> throw new IllegalArgumentException("--form is book or tuned");
    };
  }

  /** Each word by itself. */
  static JavaPairDStream<String, Long> words(JavaDStream<String> lines) {
    return lines
        .flatMap(line -> Arrays.asList(line.split(" ")).iterator())
        .mapToPair(word -> new Tuple2<>(word, 1L));
  }

  /** The words of each block, counted: each word once a block. */
  static JavaPairDStream<String, Long> counts(JavaDStream<String> lines) {
    return lines.mapPartitionsToPair(
        block -> {
          Map<String, long[]> counts = new HashMap<>();
          block.forEachRemaining(
              line ->
                  Lines.forEachWord(
                      line, word -> counts.computeIfAbsent(word, w -> new long[1])[0]++));
          return counts.entrySet().stream()
              .map(word -> new Tuple2<>(word.getKey(), word.getValue()[0]))
              .iterator();
        });
  }

  private static JavaDStream<String> rows(JavaPairDStream<String, Long> counts, Load load) {
    Duration batch = new Duration(load.batchMillis());
    String state = load.text("state", "map");
    return switch (state) {
      case "map" -> mapped(counts, batch);
      case "update" -> updated(counts, batch);
      default -> throw new IllegalArgumentException("--state update|map, not " + state);
    };
  }

  private static JavaDStream<String> mapped(JavaPairDStream<String, Long> counts, Duration batch) {
    Function3<String, Optional<Long>, State<Long>, String> add =
        (word, more, total) -> {
          long sum = more.orElse(0L) + (total.exists() ? total.get() : 0L);
          total.update(sum);
          return word + '\t' + sum;
        };
    JavaMapWithStateDStream<String, Long, Long, String> rows =
        counts.mapWithState(StateSpec.function(add).numPartitions(PARTITIONS));
    // The state is what is checkpointed, and not the rows.
    rows.checkpoint(batch);
    return rows;
  }

  private static JavaDStream<String> updated(JavaPairDStream<String, Long> counts, Duration batch) {
    Function2<List<Long>, Optional<Counted>, Optional<Counted>> add =
        (more, total) -> Optional.of(total.orElse(new Counted(0, false)).and(more));
    JavaPairDStream<String, Counted> totals =
        counts.updateStateByKey(add, new HashPartitioner(PARTITIONS));
    totals.checkpoint(batch);
    return totals
        .persist(StorageLevel.MEMORY_ONLY())
        .filter(word -> word._2().changed())
        .map(word -> word._1() + '\t' + word._2().total());
  }
}
