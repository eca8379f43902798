package io.holdfast.wal.exploration;

import java.util.ArrayList;
import java.util.List;

/**
 * Names one crash state: the life, and for the crash and each crash of a recovery after it the
 * point and the outcome. Reads and writes as {@code seed:point.outcome/point.outcome}.
 */
record CrashPath(long seed, List<Step> steps) {

  /** A crash: the how manieth point, and which of the outcomes there. */
  record Step(int point, int outcome) {}

  static CrashPath of(long seed) {
    return new CrashPath(seed, List.of());
  }

  static CrashPath parse(String text) {
    int colon = text.indexOf(':');
    long seed = Long.parseLong(colon < 0 ? text : text.substring(0, colon));
    List<Step> steps = new ArrayList<>();
    if (colon >= 0) {
      for (String step : text.substring(colon + 1).split("/", -1)) {
        int dot = step.indexOf('.');
        steps.add(
            new Step(
                Integer.parseInt(step.substring(0, dot)),
                Integer.parseInt(step.substring(dot + 1))));
      }
    }
    return new CrashPath(seed, steps);
  }

  CrashPath with(int point, int outcome) {
    List<Step> more = new ArrayList<>(steps);
    more.add(new Step(point, outcome));
    return new CrashPath(seed, more);
  }

  /** Whether {@code point} and {@code outcome} at this level are on the way. */
  boolean leadsThrough(int level, int point, int outcome) {
    return level < steps.size()
        && steps.get(level).point() == point
        && steps.get(level).outcome() == outcome;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(seed);
    String separator = ":";
    for (Step step : steps) {
      text.append(separator).append(step.point()).append('.').append(step.outcome());
      separator = "/";
    }
    return text.toString();
  }
}
