package io.holdfast.benchmarks.cluster;

import io.holdfast.benchmarks.load.Lines;
import io.holdfast.runtime.CompositionRoot;
import io.holdfast.wal.storage.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * A job of Spark's own of the shape of a batch: lines from files on HDFS, words, counts by one
 * shuffle, a file of rows for each partition. It promises nothing: no log, no state, and what is
 * left of a job that fails half way stays.
 *
 * @param at root on HDFS
 * @param name of its directory there
 * @param lines that each job reads
 */
@CompositionRoot("a benchmark measures with the real clock")
record BareJob(JavaSparkContext spark, String at, String name, long lines, int partitions) {

  /** Writes what the jobs read, a file for each partition, as blocks of a batch would be. */
  BareJob prepare(int words) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      numbers.add(i);
    }
    long count = lines;
    int parts = partitions;
    spark
        .parallelize(numbers, partitions)
        .flatMap(part -> part(words, count * part / parts, count * (part + 1) / parts))
        .saveAsTextFile(at + "/" + name + "/in");
    return this;
  }

  private static Iterator<String> part(int words, long from, long to) {
    Lines lines = new Lines(words);
    List<String> part = new ArrayList<>();
    for (long i = from; i < to; i++) {
      part.add(lines.line(i));
    }
    return part.iterator();
  }

  /** Runs one, and returns how many milliseconds it took. */
  double run(Storage root) {
    return timed(
        root,
        () ->
            read()
                .flatMap(line -> Arrays.asList(line.split(" ", -1)).iterator())
                .mapToPair(word -> new Tuple2<>(word, 1L))
                .reduceByKey(Long::sum, partitions));
  }

  /** The same by somebody who knows that Spark's own combining is slow: words counted in a map. */
  double runTuned(Storage root) {
    return timed(
        root,
        () ->
            read()
                .mapPartitionsToPair(BareJob::counted)
                .combineByKey(
                    n -> n,
                    Long::sum,
                    Long::sum,
                    new HashPartitioner(partitions),
                    false,
                    SparkEnv.get().serializer()));
  }

  private JavaRDD<String> read() {
    return spark.textFile(at + "/" + name + "/in", partitions);
  }

  private static Iterator<Tuple2<String, Long>> counted(Iterator<String> lines) {
    Map<String, long[]> counts = new HashMap<>();
    lines.forEachRemaining(
        line ->
            Lines.forEachWord(line, word -> counts.computeIfAbsent(word, w -> new long[1])[0]++));
    return counts.entrySet().stream()
        .map(word -> new Tuple2<>(word.getKey(), word.getValue()[0]))
        .iterator();
  }

  private double timed(Storage root, Supplier<JavaPairRDD<String, Long>> counts) {
    long start = System.nanoTime();
    counts
        .get()
        .map(count -> count._1() + '\t' + count._2())
        .saveAsTextFile(at + "/" + name + "/out");
    double millis = (System.nanoTime() - start) * 1e-6;
    root.deleteTree(name + "/out");
    return millis;
  }
}
