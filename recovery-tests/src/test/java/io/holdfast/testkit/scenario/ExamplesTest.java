package io.holdfast.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.testkit.jobs.FraudJob;
import io.holdfast.testkit.jobs.Lines;
import io.holdfast.testkit.jobs.PaidOrdersJob;
import io.holdfast.testkit.jobs.Scenarios;
import io.holdfast.testkit.jobs.SessionsJob;
import io.holdfast.testkit.jobs.Share;
import io.holdfast.testkit.jobs.TopWordsJob;
import io.holdfast.testkit.jobs.WordCountJob;
import io.holdfast.testkit.model.ModelledJob;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples under kills: at steps of whole runs, with all that a seed decides around them. */
class ExamplesTest {
  private static final int SEEDS = Share.of(3, 16);
  private static final int EVERY = Share.of(101, 31);
  private static final int RECORDS = 16;

  static Stream<Arguments> examples() {
    return Stream.of(
        Arguments.of(new WordCountJob(), Map.of("lines", Lines.of(RECORDS, 3))),
        Arguments.of(new TopWordsJob(), Map.of("lines", Lines.of(RECORDS, 3))),
        Arguments.of(new SessionsJob(), Map.of("events", Lines.of(RECORDS, 3))),
        Arguments.of(new PaidOrdersJob(), PaidOrdersJob.input(RECORDS)),
        Arguments.of(new FraudJob(), FraudJob.input(RECORDS)));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theExampleIsExactWhateverHappens(ModelledJob job, Map<String, List<String>> records) {
    long states = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      CrashExplorer.Result result =
          new CrashExplorer(Scenarios.of(seed, job, records), Depth.all(1, 0), Conditions.NORMAL)
              .only(operation -> operation % EVERY == 0)
              .explore();
      assertNull(result.failure(), () -> job + ": " + result.failure());
      states += result.states();
    }
    assertTrue(states > 4L * SEEDS, "states " + states);
  }
}
