package io.holdfast.inspection.statistics;

import java.util.Arrays;

/**
 * Quantiles of any number of values in bounded memory: counts in buckets, each 2 % wider than the
 * one before. A quantile is at most {@value #ERROR_PERCENT} % above or below the value that has its
 * rank; the smallest and the largest are exact. At most 2,200 buckets, as long as values are not
 * negative. Used by one thread.
 */
final class Sketch {
  static final int ERROR_PERCENT = 1;
  private static final double ERROR = ERROR_PERCENT / 100.0;
  private static final double LOG_GAMMA = Math.log((1 + ERROR) / (1 - ERROR));

  private long[] buckets = new long[0];
  private int first;
  private long zeros;
  private long count;
  private long smallest = Long.MAX_VALUE;
  private long largest;

  /** Adds a value; below 0 counts as 0. */
  void add(long value) {
    long counted = Math.max(0, value);
    count++;
    smallest = Math.min(smallest, counted);
    largest = Math.max(largest, counted);
    if (counted == 0) {
      zeros++;
    } else {
      int slot = slot((int) Math.ceil(Math.log((double) counted) / LOG_GAMMA));
      buckets[slot]++;
    }
  }

  private int slot(int bucket) {
    if (buckets.length == 0) {
      first = bucket;
      buckets = new long[4];
    } else if (bucket < first) {
      long[] longer = new long[buckets.length + first - bucket];
      System.arraycopy(buckets, 0, longer, first - bucket, buckets.length);
      buckets = longer;
      first = bucket;
    } else if (bucket - first >= buckets.length) {
      buckets = Arrays.copyOf(buckets, bucket - first + 4);
    }
    return bucket - first;
  }

  /** Adds all values to another sketch. */
  void copyInto(Sketch other) {
    other.count += count;
    other.zeros += zeros;
    other.smallest = Math.min(other.smallest, smallest);
    other.largest = Math.max(other.largest, largest);
    for (int i = 0; i < buckets.length; i++) {
      if (buckets[i] > 0) {
        int slot = other.slot(first + i);
        other.buckets[slot] += buckets[i];
      }
    }
  }

  long count() {
    return count;
  }

  /** 0 if there is no value. */
  long smallest() {
    return count == 0 ? 0 : smallest;
  }

  /** 0 if there is no value. */
  long largest() {
    return largest;
  }

  long median() {
    return quantile(0.5);
  }

  /** What 99 % of the values are at or below. */
  long p99() {
    return quantile(0.99);
  }

  /** What a part of the values is at or below; 0 if there is no value. */
  long quantile(double part) {
    long rank = Math.max(1, (long) Math.ceil(part * count));
    if (count == 0 || rank <= zeros) {
      return 0;
    }
    long seen = zeros;
    for (int i = 0; i < buckets.length; i++) {
      seen += buckets[i];
      if (seen >= rank) {
        // Between gamma^(k-1) and gamma^k this is the value with the least relative error.
        double value = 2 * Math.exp((first + i) * LOG_GAMMA) / (Math.exp(LOG_GAMMA) + 1);
        return Math.max(smallest, Math.min(largest, Math.round(value)));
      }
    }
    return largest;
  }
}
