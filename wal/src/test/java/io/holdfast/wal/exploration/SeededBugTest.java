package io.holdfast.wal.exploration;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.holdfast.wal.exploration.CrashExplorer.Failure;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A search that finds nothing proves nothing: each deliberate mistake is found within a million
 * states, and what shows it is harmless without the mistake.
 *
 * <p>{@code -Dholdfast.log.bug=NAME -Dholdfast.log.crash=PATH} repeats one finding.
 */
final class SeededBugTest {
  private static final long BUDGET = 1_000_000;

  @ParameterizedTest
  @EnumSource(SeededBug.class)
  void isFound(SeededBug bug) {
    String only = System.getProperty("holdfast.log.bug");
    String crash = System.getProperty("holdfast.log.crash");
    if (only != null && crash != null) {
      if (bug == SeededBug.valueOf(only)) {
        assertNull(CrashExplorer.repeat(bug.subject(), CrashPath.parse(crash)));
      }
      return;
    }
    CrashExplorer explorer = new CrashExplorer(bug.subject(), 2, LogCrashTest.DEEPER_EVERY);
    Failure found = null;
    for (long seed = 1; found == null && explorer.states() < BUDGET; seed++) {
      found = explorer.explore(seed);
    }
    assertNotNull(found, () -> bug + " was not found in " + explorer.states() + " states");
    assertNull(
        CrashExplorer.repeat(Subject.SOUND, found.path()),
        () -> "what shows " + bug + " fails without it as well");
    assertNotNull(
        CrashExplorer.repeat(bug.subject(), found.path()),
        () -> "what shows " + bug + " cannot be repeated");
    System.out.printf(
        Locale.ROOT,
        "%s found after %,d states: %s, -Dholdfast.log.bug=%s%n",
        bug,
        explorer.states(),
        found,
        bug);
  }
}
