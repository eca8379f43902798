package io.holdfast.testkit.chaos;

import static org.junit.jupiter.api.Assertions.fail;

import io.holdfast.testkit.jobs.FraudJob;
import io.holdfast.testkit.jobs.Lines;
import io.holdfast.testkit.jobs.PaidOrdersJob;
import io.holdfast.testkit.jobs.SessionsJob;
import io.holdfast.testkit.jobs.TopWordsJob;
import io.holdfast.testkit.model.ModelledJob;
import io.holdfast.testkit.process.JobProcess;
import io.holdfast.testkit.process.JobSpec;
import io.holdfast.wal.storage.Storages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples as real jobs, each in a process of its own that is killed: once in each build, more
 * often with {@code -Pchaos}. {@link KillsTest} has the word count.
 */
final class ExamplesKillsTest {
  private static final int KILLS = Math.max(1, Integer.getInteger("holdfast.chaos.kills", 0) / 50);
  private static final int LINES_A_LIFE = ChaosJob.LINES_PER_SECOND / 2;
  private static final int LINES = (KILLS + 1) * LINES_A_LIFE;

  static Stream<Arguments> examples() {
    List<String> lines = Lines.of(LINES, 11);
    return Stream.of(
        Arguments.of(new TopWordsJob(), Map.of("lines", lines)),
        Arguments.of(new SessionsJob(), Map.of("events", lines)),
        Arguments.of(new PaidOrdersJob(), PaidOrdersJob.input(LINES)),
        Arguments.of(new FraudJob(), FraudJob.input(LINES)));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theExampleIsExactAfterItsKills(ModelledJob job, Map<String, List<String>> records)
      throws IOException, InterruptedException {
    Path place = ChaosJvm.TARGET.resolve("example-" + job.name());
    Leftovers.deleteTree(place);
    Path input = Files.createDirectories(place.resolve("in"));
    for (Map.Entry<String, List<String>> stream : records.entrySet()) {
      Files.write(
          input.resolve(stream.getKey() + ".txt"), stream.getValue(), StandardCharsets.UTF_8);
    }
    JobSpec spec =
        JobSpec.of(job.getClass().getName(), place.resolve("job"), input)
            .atLinesPerSecond(ChaosJob.LINES_PER_SECOND);
    for (int kill = 0; kill < KILLS; kill++) {
      try (JobProcess life = JobProcess.start(ChaosJvm.shared(), spec)) {
        if (!life.awaitBatches(4 + kill % 7, ChaosJob.LIMIT)) {
          fail("it has ended: " + life.awaitEnd(ChaosJob.LIMIT));
        }
        if (!life.kill().killed()) {
          fail("it was not there to be killed");
        }
      }
    }
    try (JobProcess last = JobProcess.start(ChaosJvm.shared(), spec.atLinesPerSecond(0))) {
      ChaosJob.assertFinishes(last);
    }
    job.wrong(
            location ->
                location.equals("/app")
                    ? Storages.open(spec.directory().application())
                    : spec.directory().open(location),
            records)
        .ifPresent(wrong -> fail(wrong + "; files are in " + place));
    Leftovers.deleteTree(place);
  }
}
