package io.holdfast.jdbc;

import io.holdfast.sink.SinkContext;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whose output it is, and which of its drivers writes. */
record Owner(String application, UUID applicationId, String output, long epoch) {
  private static final Pattern SESSION = Pattern.compile("holdfast e(\\d{1,18}) ([0-9a-f]{16}) .*");

  static Owner of(SinkContext context) {
    return new Owner(
        context.application(), context.applicationId(), context.output(), context.epoch());
  }

  /** For messages. */
  String path() {
    return "output '" + output + "' of application '" + application + "'";
  }

  /**
   * What the database shows its sessions as. At most 63 characters long, since PostgreSQL cuts off
   * the rest; what must be known comes first.
   */
  String sessionName() {
    String name = "holdfast e" + epoch + " " + identity() + " " + application + "/" + output;
    return name.substring(0, Math.min(63, name.length()));
  }

  /** Whether a session of this name is of the same output and not of a newer driver. */
  boolean outranks(String sessionName) {
    Matcher session = SESSION.matcher(sessionName == null ? "" : sessionName);
    return session.matches()
        && session.group(2).equals(identity())
        && Long.parseLong(session.group(1)) <= epoch;
  }

  private String identity() {
    String whole = applicationId + "/" + output;
    long hash =
        UUID.nameUUIDFromBytes(whole.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
    return String.format(Locale.ROOT, "%016x", hash);
  }
}
