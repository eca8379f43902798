package io.holdfast.inspection.statistics;

/** Bars for a terminal, in eighths of a character or in plain ASCII. */
public enum Bars {
  UNICODE(" ▏▎▍▌▋▊▉█"),
  ASCII(" #");

  private static final int WIDTH = 24;

  private final String parts;

  Bars(String parts) {
    this.parts = parts;
  }

  /** A bar as long as a value's share of the largest; what is not nothing is seen. */
  String of(long value, long largest) {
    int steps = parts.length() - 1;
    if (value <= 0 || largest <= 0) {
      return "";
    }
    long length = Math.max(1, Math.round(Math.min(1, (double) value / largest) * WIDTH * steps));
    int whole = (int) (length / steps);
    int rest = (int) (length % steps);
    String full = String.valueOf(parts.charAt(steps)).repeat(whole);
    return rest == 0 ? full : full + parts.charAt(rest);
  }
}
