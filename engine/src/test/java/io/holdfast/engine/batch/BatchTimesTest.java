package io.holdfast.engine.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.stream.BatchTime;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Names of batches: on the interval's grid when the clock allows it, always above the last. */
final class BatchTimesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static long next(long last, long now) {
    return BatchTimes.aligned(new BatchTime(last), now, SECOND).epochMillis();
  }

  @Test
  void newestMultipleThatHasBeenReached() {
    assertEquals(5_000, next(0, 5_000));
    assertEquals(5_000, next(4_000, 5_999));
    assertEquals(6_000, next(5_000, 6_000));
    assertEquals(60_000, next(5_000, 60_001), "missed ticks make no batches");
  }

  @Test
  void secondBatchOfATickIsAMillisecondLater() {
    assertEquals(5_001, next(5_000, 5_100));
    assertEquals(5_002, next(5_001, 5_100));
  }

  @Test
  void clockThatWasSetBackNeverRepeatsATime() {
    assertEquals(5_001, next(5_000, 1_000));
    assertEquals(5_002, next(5_001, 2_000));
    assertEquals(5_003, next(5_002, 5_500));
    assertEquals(6_000, next(5_003, 6_000), "the clock has caught up");
  }

  @Test
  void timesOnlyGrowWhateverTheClockDoes() {
    SplittableRandom random = new SplittableRandom(11);
    long last = 0;
    for (int i = 0; i < 10_000; i++) {
      long next = next(last, random.nextLong(0, 1L << 40));
      assertTrue(next > last);
      last = next;
    }
  }
}
