package io.holdfast.checkpoint;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which checkpoint: the epoch of the driver that wrote it and the batch it was written after.
 * Ordered by epoch first, so that nothing a fenced driver of an older epoch still manages to write
 * is ever the newest.
 *
 * @param epoch the driver's incarnation, 0 to 9 999 999 999
 * @param batchTimeMillis the batch's time in milliseconds since 1970, never negative
 */
public record CheckpointId(long epoch, long batchTimeMillis) implements Comparable<CheckpointId> {
  private static final long LARGEST_EPOCH = 9_999_999_999L;
  private static final Pattern FILE_NAME = Pattern.compile("checkpoint-(\\d{10})-(\\d{20})\\.hfc");
  private static final Pattern TEMPORARY_NAME =
      Pattern.compile("checkpoint-\\d{10}-\\d{20}\\.hfc\\.\\d+\\.tmp");
  private static final Comparator<CheckpointId> ORDER =
      Comparator.comparingLong(CheckpointId::epoch)
          .thenComparingLong(CheckpointId::batchTimeMillis);

  public CheckpointId {
    if (!isValid(epoch, batchTimeMillis)) {
      throw new IllegalArgumentException(
          "No checkpoint has epoch " + epoch + " and batch time " + batchTimeMillis);
    }
  }

  static boolean isValid(long epoch, long batchTimeMillis) {
    return epoch >= 0 && epoch <= LARGEST_EPOCH && batchTimeMillis >= 0;
  }

  /** The name of the file that holds this checkpoint. Names sort like ids. */
  public String fileName() {
    return "checkpoint-" + padded(epoch, 10) + "-" + padded(batchTimeMillis, 20) + ".hfc";
  }

  private static String padded(long number, int digits) {
    String text = Long.toString(number);
    return "0".repeat(digits - text.length()) + text;
  }

  /** The id that {@code fileName} stands for; empty if it is not the name of a checkpoint. */
  public static Optional<CheckpointId> parse(String fileName) {
    Matcher matcher = FILE_NAME.matcher(fileName);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      long batch = Long.parseLong(matcher.group(2));
      return Optional.of(new CheckpointId(Long.parseLong(matcher.group(1)), batch));
    } catch (NumberFormatException tooLarge) {
      return Optional.empty();
    }
  }

  String temporaryName(int attempt) {
    return fileName() + "." + attempt + ".tmp";
  }

  static boolean isTemporaryName(String fileName) {
    return TEMPORARY_NAME.matcher(fileName).matches();
  }

  @Override
  public int compareTo(CheckpointId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return "epoch " + epoch + ", batch " + batchTimeMillis;
  }
}
