package io.holdfast.testkit.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Names the crashes of one run, so that they can be repeated: {@code
 * seed/operation:phase:profile:variation}, and once more behind another {@code /} for each recovery
 * that is crashed as well.
 *
 * @param seed of the scenario
 * @param crashes one for each life that dies, oldest first
 */
public record CrashPoint(long seed, List<Crash> crashes) {

  public CrashPoint {
    crashes = List.copyOf(crashes);
  }

  /** The same, and then another crash. */
  public CrashPoint then(Crash crash) {
    List<Crash> more = new ArrayList<>(crashes);
    more.add(crash);
    return new CrashPoint(seed, more);
  }

  public Crash last() {
    return crashes.get(crashes.size() - 1);
  }

  @Override
  public String toString() {
    return seed + crashes.stream().map(crash -> "/" + crash).collect(Collectors.joining());
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if it did not; the message says what is expected
   */
  public static CrashPoint parse(String text) {
    String[] part = text.split("/", -1);
    List<Crash> crashes = new ArrayList<>();
    for (int i = 1; i < part.length; i++) {
      crashes.add(Crash.parse(part[i]));
    }
    try {
      return new CrashPoint(Long.parseLong(part[0]), crashes);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no crash point; the form is seed/operation:phase:profile:variation, for example"
              + " 7/112:BEFORE:KILL:0",
          e);
    }
  }
}
