package io.holdfast.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One named part of a checkpoint. The bytes are opaque here, are not copied and must not be changed
 * after they have been handed over.
 *
 * @param name 1 to 127 characters: lower-case letters, digits, and {@code . _ / -} but not first
 * @param version version of the section's own schema, not negative
 * @param codec how the bytes are to be read
 * @param bytes the content, possibly empty
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look into the array
public record CheckpointSection(String name, int version, SectionCodec codec, byte[] bytes) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._/-]{0,126}");

  public CheckpointSection {
    Objects.requireNonNull(codec, "codec");
    Objects.requireNonNull(bytes, "bytes");
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "'" + name + "' cannot name a section: use 1 to 127 of a-z 0-9 . _ / -");
    }
    if (version < 0) {
      throw new IllegalArgumentException("Version " + version + " of section " + name);
    }
  }

  /** A section of text lines. */
  public static CheckpointSection text(String name, int version, String text) {
    return new CheckpointSection(
        name, version, SectionCodec.TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** The bytes as UTF-8. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CheckpointSection that
        && name.equals(that.name)
        && version == that.version
        && codec == that.codec
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, version, codec, Arrays.hashCode(bytes));
  }

  @Override
  public String toString() {
    return name + " (version " + version + ", " + codec + ", " + bytes.length + " bytes)";
  }
}
