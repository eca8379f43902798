package io.holdfast.testkit;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.holdfast.testkit.CrashExplorer.Depth;
import io.holdfast.testkit.CrashExplorer.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each deliberate fault is found, and the crash that shows it is harmless without the fault. */
class SeededBugTest {
  private static final int SEEDS = 5;
  private static final Depth DEPTH = new Depth(2, 0);

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
      return new TakeoverExplorer(new WordCountJob(), WordCountJob.lines(30, seed), bug)
          .explore(seed)
          .failure();
    }
    return new CrashExplorer(new WordCountJob(), WordCountJob.lines(40, seed), DEPTH, bug)
        .explore(seed)
        .failure();
  }

  private static Failure repeat(Failure found) {
    long seed = found.point().seed();
    return new CrashExplorer(
            new WordCountJob(), WordCountJob.lines(40, seed), DEPTH, Conditions.NORMAL)
        .repeat(found.point())
        .failure();
  }
}
