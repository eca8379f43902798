package io.holdfast.testkit.fault;

import io.holdfast.wal.storage.simulated.CrashProfile;

/**
 * One death of a process.
 *
 * @param operation number of the storage operation, counted in the life that dies
 * @param phase where in the operation
 * @param profile what of the un-forced data survives
 * @param variation which of the possible outcomes; inside an operation also how much of it happens
 */
public record Crash(long operation, Phase phase, CrashProfile profile, int variation) {

  /** Where in an operation the process dies. */
  public enum Phase {
    BEFORE,
    INSIDE,
    AFTER
  }

  /** The seed of what this crash leaves open. */
  public long outcomeSeed(long seed) {
    long mixed = seed * 0x9E3779B97F4A7C15L + operation * 31 + variation;
    return mixed
        ^ (phase == Phase.BEFORE ? 0x55555555L : phase == Phase.INSIDE ? 0x33333333L : 0x77777777L);
  }

  @Override
  public String toString() {
    return operation + ":" + phase + ":" + profile + ":" + variation;
  }

  static Crash parse(String text) {
    String[] part = text.split(":", -1);
    if (part.length != 4) {
      throw new IllegalArgumentException(
          "'" + text + "' is no crash; the form is operation:phase:profile:variation");
    }
    return new Crash(
        Long.parseLong(part[0]),
        Phase.valueOf(part[1]),
        CrashProfile.valueOf(part[2]),
        Integer.parseInt(part[3]));
  }
}
