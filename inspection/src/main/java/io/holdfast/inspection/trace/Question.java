package io.holdfast.inspection.trace;

import io.holdfast.ConfigurationException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody wants to know the way of.
 *
 * @param kind what it is
 * @param stream of a block, record or position; empty for a batch
 * @param number of the batch (milliseconds since 1970), of the block, or the position in the source
 * @param detail the index of the record in its block from 0, or the source partition; empty if none
 */
public record Question(Kind kind, String stream, long number, String detail) {
  private static final Pattern BATCH = Pattern.compile("\\d{1,18}");
  private static final Pattern BLOCK = Pattern.compile("([^/:]+)/(\\d{1,18})(?:/(\\d{1,9}))?");
  private static final Pattern POSITION = Pattern.compile("([^/:]+):(?:(.*)=)?(\\d{1,18})");

  /** The kinds of things that have a way. */
  public enum Kind {
    BATCH,
    BLOCK,
    RECORD,
    POSITION
  }

  /**
   * Understands {@code 1700000000500} or {@code 2023-11-14T22:13:20.500Z} (a batch), {@code
   * lines/12} (a block), {@code lines/12/0} (a record), {@code lines:line=36} or {@code lines:36}
   * (a position in the source).
   *
   * @throws ConfigurationException if it is none of these
   */
  public static Question parse(String text) {
    Matcher block = BLOCK.matcher(text);
    Matcher position = POSITION.matcher(text);
    if (BATCH.matcher(text).matches()) {
      return new Question(Kind.BATCH, "", Long.parseLong(text), "");
    } else if (block.matches()) {
      String index = block.group(3);
      return index == null
          ? new Question(Kind.BLOCK, block.group(1), Long.parseLong(block.group(2)), "")
          : new Question(Kind.RECORD, block.group(1), Long.parseLong(block.group(2)), index);
    }
    try {
      return new Question(Kind.BATCH, "", Instant.parse(text).toEpochMilli(), "");
    } catch (DateTimeParseException e) {
      if (position.matches()) {
        String partition = position.group(2) == null ? "" : position.group(2);
        long number = Long.parseLong(position.group(3));
        return new Question(Kind.POSITION, position.group(1), number, partition);
      }
    }
    throw new ConfigurationException(
        "'"
            + text
            + "' names nothing that has a way. Give a batch (1700000000500), a block (lines/12), a"
            + " record in it (lines/12/0) or a position in a source (lines:line=36).");
  }

  /** Whether a partition is the one that is asked for; any is if none was named. */
  boolean ofPartition(String partition) {
    return detail.isEmpty() || detail.equals(partition);
  }

  /** For people. */
  public String words() {
    return switch (kind) {
      case BATCH -> "batch " + number + " (" + Instant.ofEpochMilli(number) + ")";
      case BLOCK -> "block " + stream + "/" + number;
      case RECORD -> "record " + stream + "/" + number + "/" + detail;
      case POSITION ->
          "position "
              + (detail.isEmpty() ? "" : detail + "=")
              + number
              + " in the source of stream '"
              + stream
              + "'";
    };
  }
}
