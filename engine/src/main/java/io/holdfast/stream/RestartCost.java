package io.holdfast.stream;

import java.time.Duration;

/**
 * What a start of the job would have to do if it died now, and how long that may take.
 *
 * <p>A start reads the newest checkpoint and every segment that is there of the journal, the data
 * logs and the states, and then computes the input that waits. How fast that goes is measured in
 * this run: reading in its own start, computing in its completed batches. An estimate, and without
 * what the engine cannot see: the start of the JVM, and what the sources have collected meanwhile.
 *
 * @param readBytes what a start would read now: checkpoint and logs
 * @param waitingRecords stored and not in a completed batch
 * @param startBytes what the start of this run has read
 * @param startTime how long that took, with all else that a start does
 * @param processedRecords in batches that this run has completed
 * @param processingTime how long these batches ran, one after the other
 */
public record RestartCost(
    long readBytes,
    long waitingRecords,
    long startBytes,
    Duration startTime,
    long processedRecords,
    Duration processingTime) {
  /**
   * Reading is taken to be so fast, per second, while the start of this run has read too little.
   */
  public static final long ASSUMED_READ_BYTES = 100L << 20;

  /** So much has to have been read for the time of the start to say how fast reading is. */
  public static final long MEASURED_FROM_BYTES = 8L << 20;

  /** So many records a second are taken to be computed while no batch has been completed. */
  public static final long ASSUMED_RECORDS = 50_000;

  /**
   * The estimate: reading and then computing.
   *
   * <ul>
   *   <li>reading: {@code startTime * readBytes / startBytes} if this run's start has read {@link
   *       #MEASURED_FROM_BYTES} or more; else {@code startTime + readBytes / }{@link
   *       #ASSUMED_READ_BYTES}, since its time was then spent on what every start does;
   *   <li>computing: {@code processingTime * waitingRecords / processedRecords} if this run has
   *       processed any record and that took time; else {@code waitingRecords / }{@link
   *       #ASSUMED_RECORDS}.
   * </ul>
   */
  public Duration estimate() {
    return seconds(readingSeconds() + computingSeconds());
  }

  private double readingSeconds() {
    double start = startTime.toNanos() / 1e9;
    return startBytes >= MEASURED_FROM_BYTES
        ? start * readBytes / startBytes
        : start + (double) readBytes / ASSUMED_READ_BYTES;
  }

  private double computingSeconds() {
    return processedRecords > 0 && !processingTime.isZero()
        ? processingTime.toNanos() / 1e9 * waitingRecords / processedRecords
        : (double) waitingRecords / ASSUMED_RECORDS;
  }

  private static Duration seconds(double value) {
    return Duration.ofNanos(Math.round(value * 1e9));
  }
}
