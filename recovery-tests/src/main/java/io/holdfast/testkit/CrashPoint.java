package io.holdfast.testkit;

import io.holdfast.wal.storage.simulated.CrashProfile;
import java.util.Locale;

/**
 * Names one crash of one run, so that it can be repeated: {@code
 * seed:operation:phase:profile:variation:second}.
 *
 * @param seed of the run
 * @param operation number of the storage operation
 * @param phase where in the operation
 * @param profile what of the un-forced data survives
 * @param variation which of the possible outcomes
 * @param secondOperation at which operation the recovery crashes as well; -1 if it does not
 */
public record CrashPoint(
    long seed,
    long operation,
    Phase phase,
    CrashProfile profile,
    int variation,
    long secondOperation) {

  /** Where in an operation the process dies. */
  public enum Phase {
    BEFORE,
    INSIDE,
    AFTER
  }

  CrashPoint withSecond(long second) {
    return new CrashPoint(seed, operation, phase, profile, variation, second);
  }

  /** The seed of what this crash leaves open. */
  long outcomeSeed() {
    long mixed = seed * 0x9E3779B97F4A7C15L + operation * 31 + variation;
    return mixed
        ^ (phase == Phase.BEFORE ? 0x55555555L : phase == Phase.INSIDE ? 0x33333333L : 0x77777777L);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d:%d:%s:%s:%d:%d",
        seed,
        operation,
        phase,
        profile,
        variation,
        secondOperation);
  }

  /** Reads what {@link #toString} wrote. */
  public static CrashPoint parse(String text) {
    String[] part = text.split(":", -1);
    if (part.length != 6) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no crash point; the form is seed:operation:phase:profile:variation:second");
    }
    return new CrashPoint(
        Long.parseLong(part[0]),
        Long.parseLong(part[1]),
        Phase.valueOf(part[2]),
        CrashProfile.valueOf(part[3]),
        Integer.parseInt(part[4]),
        Long.parseLong(part[5]));
  }
}
