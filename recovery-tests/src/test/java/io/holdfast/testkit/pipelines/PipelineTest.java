package io.holdfast.testkit.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.sink.TextFileSink;
import io.holdfast.testkit.jobs.AnySource;
import io.holdfast.testkit.jobs.Scenarios;
import io.holdfast.testkit.scenario.Conditions;
import io.holdfast.testkit.scenario.CrashExplorer;
import io.holdfast.testkit.scenario.Depth;
import io.holdfast.testkit.scenario.Scenario;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation of the API, alone and in random chains, compared with lists: random input, batch
 * boundaries, settings, disturbances, and lives that were killed before.
 *
 * <p>{@code -Dholdfast.pipelines} says how many chains, {@code -Dholdfast.pipelines.seed} with
 * which the draw begins.
 */
class PipelineTest {
  private static final long PIPELINES = Long.getLong("holdfast.pipelines", 180);
  private static final long FIRST_SEED = Long.getLong("holdfast.pipelines.seed", 1);
  private static final int LONGEST = 8;
  private static final int ALONE = 2;

  /** Every build tries one step in so many, the profile all of them. */
  private static final int SHARE = PIPELINES > 180 ? 1 : 18;

  private static final int LINES = 8;
  private static final int EVERY = PIPELINES > 180 ? 197 : 397;
  private static final Depth DEPTH = Depth.all(1, 0);

  @ParameterizedTest
  @MethodSource("operations")
  void anOperationAloneIsItsModel(Operation operation) {
    for (long seed = 1; seed <= ALONE; seed++) {
      run(job(seed, List.of(operation)), seed);
    }
  }

  /**
   * Between two operations that bring keys together: whether rows may stay where they lie depends
   * on what is between.
   */
  @ParameterizedTest
  @MethodSource("operations")
  void anOperationBetweenTwoByKeyIsItsModel(Operation operation) {
    for (long seed = 1; seed <= ALONE; seed++) {
      run(
          job(
              seed,
              List.of(KeyOperation.REDUCE_BY_KEY, operation, StateOperation.UPDATE_STATE_BY_KEY)),
          seed);
      run(job(seed, List.of(KeyOperation.COGROUP, operation, KeyOperation.GROUP_BY_KEY)), seed);
    }
  }

  /** What a kill can leave of a short run of an operation that keeps something. */
  @ParameterizedTest
  @MethodSource("operationsWithState")
  void anOperationWithAStateSurvivesEveryCrash(Operation operation) {
    survives(job(2, List.of(operation)));
  }

  /** So many batches that what a window holds leaves it, and that its state is written whole. */
  @ParameterizedTest
  @MethodSource("operationsWithState")
  void anOperationWithAStateSurvivesKillsOfALongRun(Operation operation) {
    Scenario scenario = Scenarios.lasting(job(2, List.of(operation)), LINES, 7);
    CrashExplorer.Result result =
        new CrashExplorer(scenario, DEPTH, Conditions.NORMAL)
            .only(step -> step % EVERY == 0)
            .explore();
    assertNull(result.failure(), () -> String.valueOf(result.failure()));
    assertTrue(result.states() > 1_970 / EVERY, result::toString);
  }

  @Test
  void aLongPipelineSurvivesEveryCrash() {
    survives(
        job(
            2,
            List.of(
                KeyOperation.COGROUP,
                StateOperation.UPDATE_STATE_BY_KEY,
                RowOperation.UNION,
                KeyOperation.GROUP_BY_KEY,
                RowOperation.REPARTITION,
                StateOperation.UPDATE_STATE_BY_KEY)));
  }

  @Test
  void rowsKeptOnDiskSurviveEveryCrash() {
    survives(job(2, List.of(RowOperation.PERSIST_ON_DISK, StateOperation.UPDATE_STATE_BY_KEY)));
  }

  private static void survives(PipelineJob job) {
    CrashExplorer.Result result =
        new CrashExplorer(Scenarios.plain(job, 2, 7), DEPTH, Conditions.NORMAL)
            .only(step -> step % SHARE == 0)
            .explore();
    assertNull(result.failure(), () -> String.valueOf(result.failure()));
    assertTrue(result.states() > 50, result::toString);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void randomPipelinesAreTheirModels() {
    Set<Operation> used = new HashSet<>();
    for (long seed = FIRST_SEED; seed < FIRST_SEED + PIPELINES; seed++) {
      PipelineJob job = job(seed, PipelineJob.random(seed, LONGEST));
      run(job, seed);
      used.addAll(job.operations());
    }
    assertEquals(Set.copyOf(Operation.all()), used);
  }

  private static PipelineJob job(long seed, List<Operation> operations) {
    return new PipelineJob(seed, operations, new AnySource(), new TextFileSink("/out"));
  }

  static List<Operation> operationsWithState() {
    return Stream.<Operation[]>of(StateOperation.values(), WindowOperation.values())
        .flatMap(Stream::of)
        .toList();
  }

  static List<Operation> operations() {
    return Operation.all();
  }

  private static void run(PipelineJob job, long seed) {
    Scenario scenario = Scenarios.of(seed, job);
    CrashExplorer.Result result =
        new CrashExplorer(scenario, DEPTH, Conditions.NORMAL).only(operation -> false).explore();
    assertNull(
        result.failure(),
        () ->
            job.operations() + " with -Dholdfast.pipelines.seed=" + seed + ": " + result.failure());
  }
}
