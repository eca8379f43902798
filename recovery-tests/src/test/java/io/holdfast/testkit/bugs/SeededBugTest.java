package io.holdfast.testkit.bugs;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.holdfast.testkit.jobs.Scenarios;
import io.holdfast.testkit.jobs.WordCountJob;
import io.holdfast.testkit.scenario.Conditions;
import io.holdfast.testkit.scenario.CrashExplorer;
import io.holdfast.testkit.scenario.CrashExplorer.Failure;
import io.holdfast.testkit.scenario.Depth;
import io.holdfast.testkit.scenario.Scenario;
import io.holdfast.testkit.scenario.TakeoverExplorer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each deliberate fault is found, and the crash that shows it is harmless without the fault. */
class SeededBugTest {
  private static final int SEEDS = 5;
  private static final Depth DEPTH = Depth.all(2, 0);

  @ParameterizedTest
  @EnumSource(SeededBug.class)
  void isFound(SeededBug bug) {
    Failure found = null;
    for (long seed = 1; seed <= SEEDS && found == null; seed++) {
      found = search(bug, seed);
    }
    assertNotNull(found, () -> bug + " was not found with " + SEEDS + " seeds");
    assertNull(repeat(found), () -> "the crash that shows " + bug + " fails without it as well");
    System.out.println(bug + " found by " + found.point() + ": " + found.what());
  }

  private static Failure search(SeededBug bug, long seed) {
    if (bug == SeededBug.FORGET_THE_EPOCH_CHECK) {
      return new TakeoverExplorer(scenario(seed), bug).explore().failure();
    }
    return new CrashExplorer(scenario(seed), DEPTH, bug).explore().failure();
  }

  private static Failure repeat(Failure found) {
    return new CrashExplorer(scenario(found.point().seed()), DEPTH, Conditions.NORMAL)
        .repeat(found.point())
        .failure();
  }

  private static Scenario scenario(long seed) {
    return Scenarios.plain(new WordCountJob(), 40, seed);
  }
}
