package io.holdfast.inspection.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Quantiles of a sketch are those of the sorted values, within the stated error. */
class SketchTest {
  private static final double[] PARTS = {0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1};

  @Test
  void quantilesAreWithinTheStatedError() {
    for (int seed = 0; seed < 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      long[] values = new long[1 + random.nextInt(3000)];
      int bits = 1 + random.nextInt(63);
      Sketch first = new Sketch();
      Sketch second = new Sketch();
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextLong() >>> (63 - random.nextInt(bits));
        values[i] = Math.abs(Math.max(values[i], -Long.MAX_VALUE));
        (i % 2 == 0 ? first : second).add(values[i]);
      }
      Sketch sketch = new Sketch();
      first.copyInto(sketch);
      second.copyInto(sketch);
      Arrays.sort(values);
      assertEquals(values.length, sketch.count());
      assertEquals(values[0], sketch.smallest());
      assertEquals(values[values.length - 1], sketch.largest());
      for (double part : PARTS) {
        long exact = values[Math.max(1, (int) Math.ceil(part * values.length)) - 1];
        double error = Math.abs(sketch.quantile(part) - (double) exact);
        // Half is the rounding of a number that must be whole.
        assertTrue(
            error <= exact * (Sketch.ERROR_PERCENT / 100.0 + 1e-6) + 0.5,
            "seed " + seed + " part " + part + ": " + sketch.quantile(part) + " for " + exact);
      }
    }
  }

  @Test
  void nothingHasNoQuantiles() {
    Sketch nothing = new Sketch();
    assertEquals(0, nothing.median() + nothing.smallest() + nothing.largest() + nothing.count());
  }

  @Test
  void negativeValuesCountAsZero() {
    Sketch sketch = new Sketch();
    sketch.add(-5);
    sketch.add(0);
    assertEquals(0, sketch.p99());
    assertEquals(2, sketch.count());
  }
}
