package io.holdfast.tools;

import java.util.logging.Level;
import java.util.logging.Logger;

/** PostgreSQL's driver writes around the log of the command line, what it throws as well. */
final class DriverLogs {
  /** Held here: a logger that nobody holds loses its level. */
  private static final Logger POSTGRES = Logger.getLogger("org.postgresql");

  private DriverLogs() {}

  static void quiet() {
    POSTGRES.setLevel(Level.OFF);
  }
}
