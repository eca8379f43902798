package io.holdfast.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.testkit.jobs.CopyJob;
import io.holdfast.testkit.jobs.Scenarios;
import io.holdfast.testkit.jobs.Share;
import io.holdfast.testkit.jobs.WordCountJob;
import org.junit.jupiter.api.Test;

/** Two drivers at once, and the same seed twice. */
class TakeoverTest {

  @Test
  void twoDriversAtOnceNeverLoseOrRepeat() {
    requireExact(Scenarios.plain(new WordCountJob(), Share.of(5, 20), 1));
    requireExact(Scenarios.plain(new CopyJob(), Share.of(5, 20), 3));
  }

  @Test
  void twoDriversAtOnceNeverLoseOrRepeatAnObject() {
    requireExact(Scenarios.plain(CopyJob.ofObjects(), Share.of(4, 10), 4));
  }

  @Test
  void twoDriversAtOnceNeverLoseOrRepeatWhatIsGathered() {
    requireExact(Scenarios.plain(CopyJob.gathered(), 6, 5));
  }

  private static void requireExact(Scenario scenario) {
    TakeoverExplorer.Result result = new TakeoverExplorer(scenario, Conditions.NORMAL).explore();
    assertNull(result.failure());
    assertTrue(
        result.fenced() > result.takeovers() / 4,
        "the first driver hardly ever noticed: " + result);
  }

  @Test
  void sameSeedSameRun() {
    for (long seed = 1; seed <= 40; seed++) {
      assertEquals(traceOfRun(seed), traceOfRun(seed));
    }
    assertNotEquals(traceOfRun(7), traceOfRun(11));
  }

  private static long traceOfRun(long seed) {
    Scenario scenario = Scenarios.of(seed);
    Site site = Site.fresh(scenario, Conditions.NORMAL);
    Life life = new Life(scenario, site, seed, Conditions.NORMAL);
    life.start();
    life.runToEnd();
    return life.scheduler().traceHash() * 31 + site.disk().fingerprint();
  }
}
