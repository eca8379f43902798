package io.holdfast.testkit.contract;

/**
 * How much is tried.
 *
 * @param seed decides all that is left open
 * @param windows at most so many single steps are tried for each kind of trouble, evenly spread;
 *     the report says so if there are more
 * @param pairs so many pairs of troubles, of which the second comes in the recovery
 * @param crashes so many one after the other, until one looks for what they have left
 */
public record Effort(long seed, int windows, int pairs, int crashes) {
  /** Every step up to 400, 40 pairs, 100 crashes; other numbers by system properties. */
  public static final Effort DEFAULT = new Effort(1, 400, 40, 100);

  /**
   * {@link #DEFAULT}, where {@code holdfast.contract.seed}, {@code .windows}, {@code .pairs} and
   * {@code .crashes} do not say otherwise.
   */
  public static Effort ofProperties() {
    return new Effort(
        Long.getLong("holdfast.contract.seed", DEFAULT.seed),
        Integer.getInteger("holdfast.contract.windows", DEFAULT.windows),
        Integer.getInteger("holdfast.contract.pairs", DEFAULT.pairs),
        Integer.getInteger("holdfast.contract.crashes", DEFAULT.crashes));
  }

  /** The same with fewer or more. */
  public Effort with(int newWindows, int newPairs, int newCrashes) {
    return new Effort(seed, newWindows, newPairs, newCrashes);
  }

  /** At most {@link #windows} of the numbers below {@code count}, evenly spread. */
  int[] points(int count) {
    int most = Math.min(count, windows);
    int[] points = new int[most];
    for (int i = 0; i < most; i++) {
      points[i] = (int) ((long) i * count / most);
    }
    return points;
  }
}
