package io.holdfast.wal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Identity of one log of one application. It seeds every checksum, so a segment or frame of another
 * log never verifies here.
 */
public record LogId(long high, long low) {
  static final int BYTES = 16;

  /**
   * The id of the log {@code name} of an application: the first 16 bytes of SHA-256(application id,
   * name).
   */
  public static LogId of(UUID application, String name) {
    ByteBuffer id = ByteBuffer.allocate(BYTES);
    id.putLong(application.getMostSignificantBits()).putLong(application.getLeastSignificantBits());
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(id.array());
      ByteBuffer hash = ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
      return new LogId(hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return new UUID(high, low).toString();
  }
}
