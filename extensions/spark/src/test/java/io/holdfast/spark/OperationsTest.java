package io.holdfast.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.testkit.pipelines.Operation;
import io.holdfast.testkit.pipelines.PipelineJob;
import io.holdfast.wal.storage.Storages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation of the API on both backends: each batch's output is what its model says, also
 * behind a restart in the middle. Some at a time, as jobs beside each other on one Spark context.
 */
class OperationsTest {
  private static final int LINES = 24;
  private static final int BATCHES = 2;

  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("operations")
  void anOperationIsItsModelOnBothBackends(Operation operation) {
    compare(1, List.of(operation));
  }

  private void compare(long seed, List<Operation> operations) {
    List<String> lines = lines(seed);
    for (boolean onSpark : new boolean[] {false, true}) {
      Path place = directory.resolve(onSpark ? "spark" : "local");
      TextFileSink sink = TextFileSink.to(place.resolve("out"));
      for (int part = 1; part <= BATCHES; part++) {
        ListSource source = new ListSource(lines.subList(0, part * LINES / BATCHES));
        run(new PipelineJob(seed, operations, source, sink), place, onSpark);
      }
      PipelineJob job = new PipelineJob(seed, operations, new ListSource(lines), sink);
      assertEquals(
          Optional.empty(),
          job.wrong(Storages::open, Map.of("left", lines, "right", lines)),
          () -> operations + (onSpark ? " on Spark" : " on the local backend"));
    }
  }

  private static void run(PipelineJob job, Path place, boolean onSpark) {
    StreamingConfig.Builder config =
        StreamingConfig.builder(job.name(), place.resolve("app"))
            .batchInterval(Duration.ofMillis(50))
            .parallelism(2);
    if (onSpark) {
      config.backend(SparkBackend.on(LocalSpark.context()));
    }
    StreamingContext context = StreamingContext.getOrCreate(config.build(), job::define);
    context.start();
    context.awaitDrained();
  }

  private static List<String> lines(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, LINES)
        .mapToObj(i -> (char) ('a' + random.nextInt(4)) + " " + "x".repeat(random.nextInt(9)))
        .toList();
  }

  static List<Operation> operations() {
    return Operation.all();
  }
}
