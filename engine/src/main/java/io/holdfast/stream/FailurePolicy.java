package io.holdfast.stream;

import io.holdfast.ConfigurationException;
import java.time.Duration;

/**
 * What happens when a function of the user's fails. Nothing of a batch counts before all of it has
 * succeeded, so a batch can be computed as often as is wanted.
 *
 * @param retries how often a batch is computed again before what is said below; 0 for never
 * @param backOff before the first of them; doubles with each, up to a minute
 * @param maxQuarantined how many records of one batch may be set aside; 0 if none may, and the job
 *     fails
 */
public record FailurePolicy(int retries, Duration backOff, int maxQuarantined) {
  private static final long MAX_BACK_OFF_MILLIS = 60_000;
  private static final int MAX_DOUBLINGS = 16;

  /**
   * The job ends with the error. All received data is kept and the batch is pending: mend the job
   * and start again. The default.
   */
  public static final FailurePolicy FAIL = new FailurePolicy(0, Duration.ZERO, 0);

  public FailurePolicy {
    if (retries < 0 || maxQuarantined < 0 || backOff.isNegative()) {
      throw new ConfigurationException(
          "Of a failure policy nothing may be negative: retries "
              + retries
              + ", back-off "
              + backOff
              + ", quarantined records "
              + maxQuarantined
              + ".");
    }
  }

  /** The batch is computed again so often, then the job ends with the error. */
  public static FailurePolicy retry(int times, Duration backOff) {
    return new FailurePolicy(times, backOff, 0);
  }

  /**
   * Records on which a function fails are set aside and the batch goes on without them, as if they
   * had never come: each is written with its error and its origin to the quarantine of the
   * application, which commits exactly once with the batch. What is in it can be listed, mended and
   * sent through the job again.
   *
   * <p>That is for functions that see one received record, up to the first operation that brings
   * several together; what fails behind it fails the job.
   *
   * @param most records of one batch that may be set aside; with more, something else than the
   *     records is broken and the job fails
   */
  public static FailurePolicy quarantine(int most) {
    return new FailurePolicy(0, Duration.ZERO, most);
  }

  /** The same after so many retries. */
  public FailurePolicy afterRetries(int times, Duration firstBackOff) {
    return new FailurePolicy(times, firstBackOff, maxQuarantined);
  }

  public boolean quarantines() {
    return maxQuarantined > 0;
  }

  /** The wait before a retry, the first being 1. */
  public Duration backOff(int retry) {
    long millis = backOff.toMillis() << Math.min(retry - 1, MAX_DOUBLINGS);
    return Duration.ofMillis(Math.min(MAX_BACK_OFF_MILLIS, millis));
  }
}
