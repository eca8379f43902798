package io.holdfast.benchmarks.cluster;

import io.holdfast.stream.StreamingListener;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Counts what the driver, its logs and the NameNode do for blocks and batches. Any thread. */
final class UnitCosts implements StreamingListener {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final String web;
  private Map<String, Long> before = Map.of();

  /**
   * Counts in a context.
   *
   * @param web address of the NameNode's pages
   */
  UnitCosts(JavaSparkContext spark, String web) {
    this.web = web;
    spark
        .sc()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd task) {
                add("tasks", 1);
              }
            });
  }

  private void add(String name, long more) {
    counts.computeIfAbsent(name, n -> new LongAdder()).add(more);
  }

  @Override
  public void onBlockAdded(BlockInfo block) {
    add("blocks", 1);
  }

  @Override
  public void onBatchCompleted(BatchInfo batch) {
    add("batches", 1);
  }

  @Override
  public void onLog(LogActivity log) {
    String name = log.log().split("/", 2)[0];
    add(name + "_records", log.records());
    add(name + "_bytes", log.payloadBytes());
    add(name + "_forces", log.forces());
  }

  private Map<String, Long> now() throws IOException {
    Map<String, Long> now = new TreeMap<>();
    counts.forEach((name, count) -> now.put(name, count.sum()));
    CountingPlugin.counts().forEach((kind, count) -> now.put("message_" + kind, count));
    NameNodeCalls.read(web).forEach((call, count) -> now.put("hdfs_" + call, count));
    return now;
  }

  /** What comes from here on is counted. */
  void begin() throws IOException {
    before = now();
  }

  /** How much of each there was since. */
  Map<String, Long> end() throws IOException {
    Map<String, Long> now = now();
    now.replaceAll((name, count) -> count - before.getOrDefault(name, 0L));
    return now;
  }
}
