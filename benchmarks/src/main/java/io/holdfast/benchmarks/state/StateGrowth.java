package io.holdfast.benchmarks.state;

import io.holdfast.benchmarks.load.Load;
import io.holdfast.benchmarks.load.Moment;
import io.holdfast.runtime.CompositionRoot;
import io.holdfast.source.QueueSource;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A state with many keys, of which every batch touches a thousand: how long a batch takes and how
 * much it writes. {@code --keys N --batches N --touched N --snapshot-after BYTES}: changes before a
 * snapshot; with more than all of them there is none.
 */
@CompositionRoot("measures a real process in real time")
public final class StateGrowth {
  private static final int LOADED_AT_ONCE = 50_000;
  private static final String STATE = "state/totals";

  private final BlockingQueue<StreamingListener.BatchInfo> completed =
      new ArrayBlockingQueue<>(1 << 16);
  private final QueueSource<String> source = QueueSource.text();
  private final AtomicLong stateBytes = new AtomicLong();

  private StateGrowth() {}

  /** Runs one size and prints what was measured. */
  public static void main(String[] args) throws InterruptedException, IOException {
    new StateGrowth().run(Load.parse(args));
  }

  private void run(Load load) throws InterruptedException, IOException {
    long keys = load.number("keys", 10_000);
    int batches = (int) load.number("batches", 2_000);
    StreamingConfig config =
        StreamingConfig.builder("state-growth", load.directory().resolve("app"))
            .batchInterval(Duration.ofMillis(1))
            .maxBatchBytes(1)
            .stateSnapshotBytes(load.number("snapshot-after", 8 << 20))
            .build();
    StreamingContext context = StreamingContext.getOrCreate(config, this::define);
    context.addListener(new Watch());
    context.start();
    fill(keys);
    SplittableRandom random = new SplittableRandom(1);
    int touched = (int) load.number("touched", 1_000);
    for (int i = 0; i < batches / 3; i++) {
      batch(touched, keys, random);
    }
    long bytesBefore = stateBytes.get();
    double[] millis = new double[batches];
    Moment first = Moment.now();
    for (int i = 0; i < batches; i++) {
      millis[i] = batch(touched, keys, random);
    }
    Moment last = Moment.now();
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "{\"keys\":%d,\"batches\":%d,\"batch_ms_p50\":%.3f,\"batch_ms_p99\":%.3f,"
            + "\"batch_ms_max\":%.3f,\"state_bytes_a_batch\":%d,\"cpu_ms_a_batch\":%.3f,"
            + "\"batches_per_second\":%.1f,\"peak_mb\":%d}%n",
        keys,
        batches,
        millis[batches / 2],
        millis[batches * 99 / 100],
        millis[batches - 1],
        (stateBytes.get() - bytesBefore) / batches,
        first.cpuMicrosTo(last) / 1e3 / batches,
        batches / first.secondsTo(last),
        Moment.peakMebibytes());
    context.stop(Duration.ofSeconds(60));
  }

  private void define(StreamingContext job) {
    job.receiverStream("keys", source)
        .mapToPair(key -> new Pair<>(key, 1L))
        .reduceByKey(Long::sum)
        .<Long>updateStateByKey(
            "totals",
            (counts, total) ->
                Optional.of(total.orElse(0L) + counts.stream().mapToLong(count -> count).sum()))
        .foreachRdd("changed", (rows, txn) -> {});
  }

  private void fill(long keys) throws InterruptedException {
    List<String> list = new ArrayList<>();
    for (long key = 0; key < keys; key++) {
      list.add(key(key));
      if (list.size() == LOADED_AT_ONCE || key == keys - 1) {
        pushed(list);
        list.clear();
      }
    }
  }

  /** Milliseconds from handing the keys over until the batch has committed. */
  private double batch(int touched, long keys, SplittableRandom random)
      throws InterruptedException {
    List<String> list = new ArrayList<>(touched);
    for (int i = 0; i < touched; i++) {
      list.add(key(random.nextLong(keys)));
    }
    long start = System.nanoTime();
    pushed(list);
    return (System.nanoTime() - start) * 1e-6;
  }

  private void pushed(List<String> list) throws InterruptedException {
    source.push(list).join();
    completed.take();
  }

  private static String key(long number) {
    return "key-" + Long.toString(number, 36);
  }

  private final class Watch implements StreamingListener {
    @Override
    public void onBatchCompleted(BatchInfo batch) {
      completed.add(batch);
    }

    @Override
    public void onLog(LogActivity log) {
      if (log.log().equals(STATE)) {
        stateBytes.addAndGet(log.payloadBytes());
      }
    }
  }
}
