package io.holdfast.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.holdfast.testkit.fault.CrashPoint;
import io.holdfast.testkit.jobs.Scenarios;
import io.holdfast.testkit.scenario.Campaign.Totals;
import io.holdfast.testkit.scenario.CrashExplorer.Failure;
import io.holdfast.testkit.scenario.Shrinker.Shrunk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The whole engine, in scenarios that one seed decides, crashed before, inside and after each of
 * its storage operations, and recovered.
 *
 * <p>{@code -Dholdfast.engine.states} says how many different states are tried, {@code
 * -Dholdfast.engine.scenarios} how many scenarios at least, {@code -Dholdfast.engine.seed} with
 * which the search begins, {@code -Dholdfast.engine.crash} which single crash is repeated.
 */
class EngineCrashTest {
  private static final long STATES = Long.getLong("holdfast.engine.states", 15_000);
  private static final long SCENARIOS = Long.getLong("holdfast.engine.scenarios", 4);
  private static final long FIRST_SEED = Long.getLong("holdfast.engine.seed", 1);

  /** How often the shrinker may ask whether it is out of time: about so many smaller scenarios. */
  private static final int MAX_LOOKS = 300;

  private static final Depth DEPTH = Depth.all(2, 2_000);

  @Test
  @Timeout(value = 1, unit = TimeUnit.DAYS)
  void everyCrashIsRecoveredExactly() throws Exception {
    String crash = System.getProperty("holdfast.engine.crash");
    if (crash != null) {
      CrashPoint point = CrashPoint.parse(crash);
      CrashExplorer.Result result = explorer(point.seed()).repeat(point);
      assertNull(result.failure());
      assertEquals(1, result.states(), "the run does not come to this point");
      return;
    }
    Totals totals =
        new Campaign(EngineCrashTest::explorer, FIRST_SEED, STATES, SCENARIOS, System.out::println)
            .run();
    if (totals.failure() != null) {
      fail(report(totals.failure()));
    }
    assertTrue(totals.states() >= STATES, totals::toString);
    assertTrue(totals.scenarios() >= SCENARIOS, totals::toString);
  }

  /** What has failed, how to repeat it, its smallest form as a story, and as a test to be kept. */
  private static String report(Failure failure) {
    CrashPoint point = failure.point();
    AtomicInteger looks = new AtomicInteger();
    Shrunk shrunk =
        new Shrinker(Conditions.NORMAL, DEPTH, () -> looks.incrementAndGet() > MAX_LOOKS)
            .shrink(Scenarios.of(point.seed()), failure);
    List<String> comments = new ArrayList<>(List.of("found at " + point + ": " + failure.what()));
    comments.addAll(shrunk.story());
    return point
        + ": "
        + failure.what()
        + "\nRepeat it: mvn verify -pl recovery-tests -am -Dtest=EngineCrashTest"
        + " -Dsurefire.failIfNoSpecifiedTests=false -Dholdfast.engine.crash="
        + point
        + "\nMade smaller; keep it as recovery-tests/src/test/resources/regressions/NAME.txt:\n\n"
        + ScenarioText.of(shrunk.scenario(), comments);
  }

  private static CrashExplorer explorer(long seed) {
    return new CrashExplorer(Scenarios.of(seed), DEPTH, Conditions.NORMAL);
  }
}
