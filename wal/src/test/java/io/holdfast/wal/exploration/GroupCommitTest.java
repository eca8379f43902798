package io.holdfast.wal.exploration;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.wal.exploration.Appends.Ending;
import io.holdfast.wal.exploration.Appends.Scenario;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Group commit under every interleaving of appenders, writer, timer and whoever ends the log, with
 * a bounded number of preemptions: {@code -Dholdfast.log.preemptions}.
 */
final class GroupCommitTest {
  private static final int PREEMPTIONS = Integer.getInteger("holdfast.log.preemptions", 1);
  private static final ExecutorService POOL =
      Executors.newCachedThreadPool(task -> new Thread(task, "interleaved"));

  private long orders;

  @AfterAll
  static void stop() {
    POOL.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({
    "2, 2, 1048576, 1048576, NONE, -1, -1",
    "3, 1, 1048576, 100, NONE, -1, -1",
    "2, 2, 1048576, 100, NONE, -1, -1",
    "2, 2, 512, 100, NONE, -1, -1",
    "2, 2, 1048576, 100, SEAL, -1, -1",
    "2, 2, 1048576, 100, CLOSE, -1, -1",
    "2, 2, 1048576, 100, NONE, 0, -1",
    "2, 2, 1048576, 100, NONE, 1, -1",
    "2, 2, 1048576, 100, NONE, 3, -1",
    "2, 2, 1048576, 100, SEAL, 2, -1",
    "2, 2, 1048576, 100, NONE, -1, 0",
    "2, 2, 1048576, 100, CLOSE, -1, 1"
  })
  @Timeout(value = 1, unit = TimeUnit.DAYS)
  void holdsInEveryOrder(
      int threads, int each, int segment, int group, Ending ending, int failing, int fencedAt) {
    Scenario scenario = new Scenario(threads, each, segment, group, ending, failing, fencedAt);
    assertNull(search(Subject.SOUND, scenario));
    System.out.printf(Locale.ROOT, "%s: %,d orders%n", scenario, orders);
    assertTrue(orders > 100, "there is more than that");
  }

  @ParameterizedTest
  @EnumSource(
      value = SeededBug.class,
      names = {"GROUP_NOT_FORCED", "ACKNOWLEDGED_BEFORE_FORCE", "GROUPS_SWAPPED"})
  void acknowledgementThatComesTooEarlyIsFound(SeededBug bug) {
    assertNotNull(search(bug.subject(), new Scenario(2, 2, 1 << 20, 100, Ending.NONE, -1, -1)));
  }

  private String search(Subject subject, Scenario scenario) {
    Interleaving interleaving = new Interleaving(POOL, PREEMPTIONS);
    orders = 0;
    do {
      orders++;
      try {
        Appends appends = new Appends(subject, scenario, interleaving);
        interleaving.run();
        appends.check();
      } catch (Throwable e) {
        return scenario + " " + interleaving.path() + ": " + e;
      }
    } while (interleaving.next());
    return null;
  }
}
