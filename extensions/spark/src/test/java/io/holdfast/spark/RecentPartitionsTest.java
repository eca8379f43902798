package io.holdfast.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

/** Which partitions stay in an executor's memory. */
class RecentPartitionsTest {
  private static final int BATCHES = 4;

  private final RecentPartitions<Object> recent = new RecentPartitions<>(BATCHES, Object::new);

  @Test
  void whatIsUpdatedInEachBatchStays() {
    Object first = recent.of("totals", 0, 1);
    Object second = recent.of("totals", 1, 1);
    assertNotSame(first, second);
    for (long version = 2; version < 50; version++) {
      assertSame(first, recent.of("totals", 0, version));
      assertSame(second, recent.of("totals", 1, version));
      assertSame(second, recent.of("totals", 1, version));
    }
    assertEquals(2, recent.size());
  }

  @Test
  void whatOthersUpdateGoes() {
    Object left = recent.of("totals", 0, 1);
    Object other = recent.of("others", 0, 1);
    for (long version = 1; version <= BATCHES; version++) {
      recent.of("totals", 1, version);
    }
    assertSame(left, recent.of("totals", 0, 1));
    recent.of("totals", 1, BATCHES + 1);
    assertEquals(2, recent.size());
    assertNotSame(left, recent.of("totals", 0, BATCHES + 2));
    assertSame(other, recent.of("others", 0, 2));
  }
}
