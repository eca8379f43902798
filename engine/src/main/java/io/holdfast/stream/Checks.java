package io.holdfast.stream;

import io.holdfast.ConfigurationException;
import java.time.Duration;

/** Refuses settings that cannot be. */
final class Checks {
  private Checks() {}

  static long atLeastOne(String setting, long bytes) {
    if (bytes < 1) {
      throw new ConfigurationException(
          "The " + setting + " is " + bytes + " bytes; allowed: 1 or more.");
    }
    return bytes;
  }

  /** A number of things from 1 to {@code most}. */
  static int count(String setting, int value, int most) {
    if (value < 1 || value > most) {
      throw new ConfigurationException(
          "The "
              + setting
              + " is "
              + value
              + "; allowed: 1 "
              + (most == Integer.MAX_VALUE ? "or more." : "to " + most + "."));
    }
    return value;
  }

  static Duration atLeastOneMilli(String setting, Duration value) {
    if (value.toMillis() < 1 || value.compareTo(Duration.ofDays(1)) > 0) {
      throw new ConfigurationException(
          "The " + setting + " is " + value + "; allowed: 1 ms to 1 day.");
    }
    return value;
  }
}
