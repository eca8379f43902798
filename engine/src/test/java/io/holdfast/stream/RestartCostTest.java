package io.holdfast.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a restart is taken to be, by the figures of a run. */
final class RestartCostTest {
  private static final long MIB = 1L << 20;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static Duration estimate(
      long readBytes, long startBytes, Duration startTime, long waiting, long processed) {
    return new RestartCost(readBytes, waiting, startBytes, startTime, processed, SECOND).estimate();
  }

  @Test
  void readingIsAsFastAsInTheStartOfThisRun() {
    Duration twoSeconds = Duration.ofSeconds(2);
    assertEquals(Duration.ofSeconds(6), estimate(300 * MIB, 100 * MIB, twoSeconds, 0, 0));
    assertEquals(Duration.ofSeconds(1), estimate(50 * MIB, 100 * MIB, twoSeconds, 0, 0));
  }

  @Test
  void aStartThatHasReadLittleSaysOnlyWhatEveryStartTakes() {
    long little = RestartCost.MEASURED_FROM_BYTES - 1;
    Duration tenth = Duration.ofMillis(100);
    assertEquals(Duration.ofMillis(2_100), estimate(200 * MIB, little, tenth, 0, 0));
    assertEquals(
        Duration.ofMillis(200), estimate(16 * MIB, RestartCost.MEASURED_FROM_BYTES, tenth, 0, 0));
  }

  @Test
  void computingIsAsFastAsTheBatchesOfThisRun() {
    assertEquals(Duration.ofSeconds(3), estimate(0, 0, Duration.ZERO, 30_000, 10_000));
  }

  @Test
  void withoutACompletedBatchComputingIsAssumed() {
    assertEquals(Duration.ofSeconds(2), estimate(0, 0, Duration.ZERO, 100_000, 0));
    assertEquals(
        Duration.ofSeconds(2),
        new RestartCost(0, 100_000, 0, Duration.ZERO, 5, Duration.ZERO).estimate(),
        "batches that took no time say nothing");
  }
}
