package io.holdfast.sink;

import io.holdfast.ConfigurationException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * Until when batches of an output of files are kept back, to be published as one directory. What
 * comes first counts; a graceful stop publishes what there is.
 *
 * @param batches that are published together at most
 * @param bytes of all their files together; a batch of so many bytes is published by itself
 * @param within so long the rows of a batch may stay out of sight; a restart begins it anew
 * @param oneFile whether a directory gets one file and not one for each partition
 */
public record Gathering(int batches, long bytes, Duration within, boolean oneFile)
    implements Serializable {
  private static final int MANY = 10_000;
  private static final long BYTES = 128L << 20;
  private static final Duration LONGEST = Duration.ofDays(30);

  /** Every batch by itself. */
  static final Gathering NONE = new Gathering(1, 1, Duration.ofMillis(1), false);

  /** Checks the limits. */
  public Gathering {
    Objects.requireNonNull(within, "within");
    if (batches < 1 || bytes < 1) {
      throw new ConfigurationException(
          "Gathering up to "
              + batches
              + " batches and "
              + bytes
              + " bytes publishes nothing: both must be 1 or more.");
    }
    if (within.compareTo(Duration.ofMillis(1)) < 0 || within.compareTo(LONGEST) > 0) {
      throw new ConfigurationException(
          "Gathering within " + within + " is not possible: name a time from 1 ms to 30 days.");
    }
  }

  /** A file for each partition; see the components. */
  public static Gathering of(int batches, long bytes, Duration within) {
    return new Gathering(batches, bytes, within, false);
  }

  /** What comes within a time, up to 10,000 batches and 128 MiB. */
  public static Gathering upTo(Duration within) {
    return of(MANY, BYTES, within);
  }

  /** The same with one file for all partitions of a directory. */
  public Gathering intoOneFile() {
    return new Gathering(batches, bytes, within, true);
  }
}
