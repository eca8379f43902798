package io.holdfast.benchmarks.cluster;

import io.holdfast.benchmarks.cluster.BatchOnDemand.Shape;
import io.holdfast.benchmarks.load.Load;
import io.holdfast.runtime.CompositionRoot;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.Storages;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What a batch costs beside a bare job of the same shape, on the same executors of the same
 * context, one of each in turn: {@code --small LINES --large LINES --batches N} of each in each of
 * {@code --rounds N}, behind {@code --warm-up-batches N}; {@code --parallelism} partitions.
 */
@CompositionRoot("measures a real process in real time")
public final class OverheadDriver {
  private static final List<String> KINDS = List.of("bare", "tuned", "state", "plain");

  private final Load load;
  private final JavaSparkContext spark;
  private final Storage root;

  private OverheadDriver(Load load, JavaSparkContext spark, Storage root) {
    this.load = load;
    this.spark = spark;
    this.root = root;
  }

  /** Runs one load and prints what was measured. */
  public static void main(String[] args) throws InterruptedException, IOException {
    Load load = Load.parse(args);
    try (Storage root = Storages.open(load.text("at", ""));
        JavaSparkContext spark = Contexts.open("overhead", load)) {
      OverheadDriver driver = new OverheadDriver(load, spark, root);
      driver.measure("small", load.number("small", 1000), load.number("small-ms", 1000));
      driver.measure("large", load.number("large", 500_000), load.number("large-ms", 8000));
    }
    RunningJob.end(0);
  }

  /** All of one size. The receivers of both jobs stay; while it is not their turn they wait. */
  private void measure(String size, long lines, long intervalMillis)
      throws InterruptedException, IOException {
    if (lines == 0) {
      return;
    }
    String at = load.text("at", "");
    int partitions = (int) load.number("parallelism", 2);
    Duration interval = Duration.ofMillis(intervalMillis);
    BareJob bare = new BareJob(spark, at, size + "-bare", lines, partitions).prepare(load.words());
    Shape state = new Shape(at, size + "-state", lines, partitions, interval, true);
    Shape plain = new Shape(at, size + "-plain", lines, partitions, interval, false);
    try (BatchOnDemand withState = new BatchOnDemand(spark, load, state);
        BatchOnDemand withoutState = new BatchOnDemand(spark, load, plain)) {
      Turn turn =
          kind ->
              switch (kind) {
                case "bare" -> OptionalDouble.of(bare.run(root));
                case "tuned" -> OptionalDouble.of(bare.runTuned(root));
                case "state" -> withState.run();
                default -> withoutState.run();
              };
      round(size, "warm_up", turn, load.number("warm-up-batches", 10));
      for (long i = 0; i < load.number("rounds", 3); i++) {
        round(size, "figure", turn, load.number("batches", 20));
      }
    }
    for (String kind : KINDS) {
      root.deleteTree(size + "-" + kind);
    }
  }

  /** Runs one of a kind. */
  private interface Turn {
    OptionalDouble run(String kind) throws InterruptedException;
  }

  private static void round(String size, String what, Turn turn, long batches)
      throws InterruptedException {
    List<List<Double>> millis = KINDS.stream().<List<Double>>map(k -> new ArrayList<>()).toList();
    int[] split = new int[KINDS.size()];
    for (int batch = 0; batch < batches; batch++) {
      for (int i = 0; i < KINDS.size(); i++) {
        int kind = (i + batch) % KINDS.size();
        OptionalDouble took = turn.run(KINDS.get(kind));
        if (took.isPresent()) {
          millis.get(kind).add(took.getAsDouble());
        } else {
          split[kind]++;
        }
      }
    }
    for (int kind = 0; kind < KINDS.size(); kind++) {
      String name = what + " " + size + "_" + KINDS.get(kind);
      Collections.sort(millis.get(kind));
      print(name + "_p50_ms", quantile(millis.get(kind), 0.5));
      print(name + "_p99_ms", quantile(millis.get(kind), 0.99));
      print(name + "_not_in_one_batch", split[kind]);
    }
  }

  private static double quantile(List<Double> sorted, double share) {
    return sorted.isEmpty()
        ? Double.NaN
        : sorted.get((int) Math.min(sorted.size() - 1L, (long) (sorted.size() * share)));
  }

  private static void print(String name, double value) {
    System.out.printf(Locale.ROOT, "%s %.3f%n", name, value);
  }
}
