package io.holdfast.kafka;

import io.holdfast.DamageException;
import io.holdfast.stream.BatchTime;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How far an output has come, written in the same transaction as the batch. Each stands for all
 * before it, so the last one is enough.
 *
 * @param epoch of the driver that wrote it
 * @param batch the last that is committed; {@link BatchTime#NONE} before the first
 * @param rows of that batch; for people
 * @param digest CRC32C of the rows of that batch, in the order of their parts; for people
 */
record Marker(
    String application,
    UUID applicationId,
    String output,
    long epoch,
    BatchTime batch,
    long rows,
    int digest) {
  private static final String FORM = "holdfast-marker 1";

  /** Compaction keeps the last one under it. */
  static byte[] key(String application, String output) {
    return (application + "/" + output).getBytes(StandardCharsets.UTF_8);
  }

  /** Specified in {@code docs/connectors/kafka.md}. */
  byte[] bytes() {
    String text =
        FORM
            + "\napplication="
            + application
            + "\nid="
            + applicationId
            + "\noutput="
            + output
            + "\nepoch="
            + epoch
            + "\nbatch="
            + batch.epochMillis()
            + "\nrows="
            + rows
            + "\ndigest="
            + Integer.toHexString(digest)
            + "\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads one.
   *
   * @param place for the error, if it is none
   */
  static Marker parse(byte[] bytes, String place) {
    String text = bytes == null ? "nothing" : new String(bytes, StandardCharsets.UTF_8);
    String[] lines = text.split("\n", -1);
    Map<String, String> fields = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int sign = lines[i].indexOf('=');
      if (sign > 0) {
        fields.put(lines[i].substring(0, sign), lines[i].substring(sign + 1));
      }
    }
    try {
      if (!lines[0].equals(FORM)) {
        throw new IllegalArgumentException("it does not begin with '" + FORM + "'");
      }
      return new Marker(
          field(fields, "application"),
          UUID.fromString(field(fields, "id")),
          field(fields, "output"),
          Long.parseLong(field(fields, "epoch")),
          new BatchTime(Long.parseLong(field(fields, "batch"))),
          Long.parseLong(field(fields, "rows")),
          Integer.parseUnsignedInt(field(fields, "digest"), 16));
    } catch (IllegalArgumentException e) {
      throw new DamageException(
          "The record at "
              + place
              + " is no marker of Holdfast: "
              + e.getMessage()
              + ". Nobody else may write to that topic, and a newer Holdfast writes other markers: find"
              + " out which it was.");
    }
  }

  private static String field(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("it has no '" + name + "'");
    }
    return value;
  }
}
