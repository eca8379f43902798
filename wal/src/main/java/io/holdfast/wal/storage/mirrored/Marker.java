package io.holdfast.wal.storage.mirrored;

import io.holdfast.DamageException;
import io.holdfast.NewerFormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * What one side knows of the mirror: a text of one fact a line, closed by a checksum of all before
 * it.
 *
 * <p>Every marker but a {@link Mode#FILLING} one is made durable on the side that has the last word
 * before it is written to the other. So a side whose marker is among the ancestors of another
 * side's marker has nothing that the other does not have, and two markers of which neither is the
 * ancestor of the other mean that both sides went on without each other.
 *
 * @param mirror the identity of the mirror
 * @param generation one more than that of the marker before
 * @param id random; tells two generations of the same number apart
 * @param mode what the side is
 * @param because why the generation began, for people; one line
 * @param ancestors ids of the generations before, newest first; at most {@value #MAX_ANCESTORS}
 */
record Marker(
    UUID mirror, long generation, long id, Mode mode, String because, List<Long> ancestors) {
  static final int MAX_ANCESTORS = 1000;
  private static final String FIRST_LINE = "holdfast mirror ";
  private static final int VERSION = 1;
  private static final String CHECKSUM = "crc32c ";

  /** What a side with this marker is. */
  enum Mode {
    /** Everything acknowledged in this generation is on both sides. */
    BOTH,
    /** Everything acknowledged in this generation is on this side, and perhaps nowhere else. */
    ALONE,
    /** This side is being made a copy of the other; it is not whole and never has the last word. */
    FILLING
  }

  static Marker first(UUID mirror, long id, String because) {
    return new Marker(mirror, 1, id, Mode.ALONE, because, List.of());
  }

  Marker next(Mode nextMode, long nextId, String nextBecause) {
    List<Long> before = new ArrayList<>();
    before.add(id);
    before.addAll(ancestors.subList(0, Math.min(ancestors.size(), MAX_ANCESTORS - 1)));
    String line = nextBecause.replaceAll("\\R", " ");
    return new Marker(mirror, generation + 1, nextId, nextMode, line, List.copyOf(before));
  }

  /** The marker of a side that is being filled from the side that has this one. */
  Marker filling(long newId) {
    return new Marker(mirror, generation, newId, Mode.FILLING, "copying", ancestors);
  }

  boolean isAncestorOf(Marker other) {
    return other.ancestors.contains(id);
  }

  byte[] encode() {
    StringBuilder text = new StringBuilder();
    text.append(FIRST_LINE).append(VERSION).append('\n');
    text.append("mirror ").append(mirror).append('\n');
    text.append("generation ").append(generation).append('\n');
    text.append("id ").append(Long.toHexString(id)).append('\n');
    text.append("mode ").append(mode).append('\n');
    text.append("because ").append(because).append('\n');
    text.append("ancestors");
    ancestors.forEach(ancestor -> text.append(' ').append(Long.toHexString(ancestor)));
    text.append('\n');
    String body = text.toString();
    return (body + CHECKSUM + checksum(body) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static Marker decode(byte[] bytes, String location) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int end = text.lastIndexOf(CHECKSUM);
    String body = end < 0 ? "" : text.substring(0, end);
    if (end < 0 || !text.substring(end).equals(CHECKSUM + checksum(body) + "\n")) {
      throw new DamageException(
          location
              + ": the mirror's marker does not match its checksum, so nobody knows what this side"
              + " holds. If the other side is whole, move everything in this side's directory away"
              + " and open the mirror again: it is filled from the other.");
    }
    List<String> lines = body.lines().toList();
    if (!lines.get(0).equals(FIRST_LINE + VERSION)) {
      throw new NewerFormatException(
          location
              + ": \""
              + lines.get(0)
              + "\" is a mirror of a newer version. Open it with that version.");
    }
    return parse(lines, location);
  }

  private static Marker parse(List<String> lines, String location) {
    try {
      List<Long> ancestors = new ArrayList<>();
      for (String ancestor : value(lines, 6, "ancestors").split(" ", -1)) {
        if (!ancestor.isEmpty()) {
          ancestors.add(Long.parseUnsignedLong(ancestor, 16));
        }
      }
      return new Marker(
          UUID.fromString(value(lines, 1, "mirror ")),
          Long.parseLong(value(lines, 2, "generation ")),
          Long.parseUnsignedLong(value(lines, 3, "id "), 16),
          Mode.valueOf(value(lines, 4, "mode ")),
          value(lines, 5, "because "),
          List.copyOf(ancestors));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new DamageException(
          location + ": the checksum of the mirror's marker is right and its text is not", e);
    }
  }

  private static String value(List<String> lines, int index, String key) {
    String line = lines.get(index);
    if (!line.startsWith(key)) {
      throw new IllegalArgumentException(line);
    }
    return line.substring(key.length());
  }

  private static String checksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }
}
