package io.holdfast.sink;

import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Guarantee;
import java.util.Locale;

/**
 * The names under which one driver commits batches: their time in 20 digits, so that names sort as
 * batches do, with at-least-once processing followed by {@code -e} and the driver's epoch.
 */
final class BatchNames {
  private static final int DIGITS = 20;

  private final String suffix;

  BatchNames(SinkContext context) {
    this.suffix = context.guarantee() == Guarantee.EXACTLY_ONCE ? "" : "-e" + context.epoch();
  }

  static String number(BatchTime batch) {
    return String.format(Locale.ROOT, "%0" + DIGITS + "d", batch.epochMillis());
  }

  /** The digits of a name. */
  static String digits(String name) {
    return name.substring(0, DIGITS);
  }

  String of(BatchTime batch) {
    return number(batch) + suffix;
  }

  /** The later one of a batch and the one that a name says, if this driver would give that name. */
  BatchTime later(BatchTime batch, String name) {
    if (!name.substring(DIGITS).equals(suffix)) {
      return batch;
    }
    BatchTime named = new BatchTime(Long.parseLong(digits(name)));
    return named.isAfter(batch) ? named : batch;
  }
}
