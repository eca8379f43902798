package io.holdfast.tools.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * When the job is killed, decided by a seed before it starts. Most kills wait for a number of
 * acknowledged records, so they spread over the run whatever its speed; about a third follow their
 * predecessor so closely that the job is still recovering.
 */
final class KillPlan {

  // Not in the first and last moments: there is data on both sides of each kill.
  private static final double FIRST = 0.03;
  private static final double LAST = 0.9;
  private static final double JITTER_SECONDS = 0.15;
  private static final double DELAY_LEAST = 0.15;
  private static final double DELAY_MOST = 0.9;

  private final long records;
  private final List<Kill> kills;

  private KillPlan(long records, List<Kill> kills) {
    this.records = records;
    this.kills = kills;
  }

  /**
   * One kill.
   *
   * @param whileRecovering it does not wait for records
   * @param atRecord otherwise, how many are acknowledged first
   * @param openUpTo the last line that may be sent before this kill: where the next one waits, so
   *     that the kills stay spread and there is always work left to do
   * @param delay while recovering: part of a usual recovery to wait after the start; otherwise
   *     seconds to wait after the record, so that kills fall at any point of a batch
   */
  record Kill(boolean whileRecovering, long atRecord, long openUpTo, double delay) {}

  static KillPlan of(long records, int kills, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean[] whileRecovering = chooseRecovering(kills, random);
    long[] points = choosePoints(records, kills - (kills + 1) / 3, random);
    List<Kill> plan = new ArrayList<>();
    long openUpTo = 0;
    int point = 0;
    for (int i = 0; i < kills; i++) {
      double random01 = random.nextDouble();
      if (whileRecovering[i]) {
        double delay = DELAY_LEAST + (DELAY_MOST - DELAY_LEAST) * random01;
        plan.add(new Kill(true, 0, openUpTo, delay));
      } else {
        long at = points[point++];
        openUpTo = point < points.length ? points[point] : at + (records - at) / 2;
        plan.add(new Kill(false, at, openUpTo, JITTER_SECONDS * random01));
      }
    }
    return new KillPlan(records, List.copyOf(plan));
  }

  /** Numbers of records, each above the one before. */
  private static long[] choosePoints(long records, int count, SplittableRandom random) {
    long[] points = new long[count];
    for (int i = 0; i < count; i++) {
      points[i] = (long) ((FIRST + (LAST - FIRST) * random.nextDouble()) * records);
    }
    Arrays.sort(points);
    for (int i = 0; i < count; i++) {
      points[i] = Math.max(points[i], i == 0 ? 1 : points[i - 1] + 1);
    }
    return points;
  }

  // A third, but never the first: something must be there to be recovered.
  private static boolean[] chooseRecovering(int kills, SplittableRandom random) {
    boolean[] chosen = new boolean[kills];
    for (int left = (kills + 1) / 3; left > 0; ) {
      int i = 1 + random.nextInt(kills - 1);
      if (!chosen[i]) {
        chosen[i] = true;
        left--;
      }
    }
    return chosen;
  }

  int size() {
    return kills.size();
  }

  Kill get(int index) {
    return kills.get(index);
  }

  /** How far may be fed before the kill of this index has happened. */
  long openUpTo(int index) {
    return index < kills.size() ? kills.get(index).openUpTo() : records;
  }
}
