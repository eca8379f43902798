package io.holdfast.benchmarks.compare;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A figure of one, or its ratio to that of another, and what it should be.
 *
 * @param to whom it is compared with; empty if the figure itself is meant
 * @param aim whether the bound is the least, the greatest, or not there
 */
record Goal(Figure figure, String of, String to, Aim aim, double bound) {
  private static final Pattern FORM =
      Pattern.compile("(\\w+) ([^/<>]+?)(?: / ([^/<>]+?))? (<=|>=) ([0-9.]+)");

  /** Which side of the bound is good. */
  enum Aim {
    AT_MOST,
    AT_LEAST,
    NONE
  }

  /**
   * Reads {@code figure name / other name <= bound}, or without the other.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static Goal parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not FIGURE NAME <= BOUND or FIGURE NAME / NAME >= BOUND");
    }
    return new Goal(
        Figure.named(parts.group(1)),
        parts.group(2),
        parts.group(3) == null ? "" : parts.group(3),
        parts.group(4).equals("<=") ? Aim.AT_MOST : Aim.AT_LEAST,
        Double.parseDouble(parts.group(5)));
  }

  /** A ratio that is only there for comparison. */
  static Goal ratio(Figure figure, String of, String to) {
    return new Goal(figure, of, to, Aim.NONE, 0);
  }

  boolean absolute() {
    return to.isEmpty();
  }

  boolean forComparison() {
    return aim == Aim.NONE;
  }

  /** Whether it is about the same two, in whichever order. */
  boolean compares(Figure what, String one, String other) {
    return figure == what
        && ((of.equals(one) && to.equals(other)) || (of.equals(other) && to.equals(one)));
  }

  /** Judged by the median over the rounds. */
  boolean reached(Spread spread) {
    return switch (aim) {
      case AT_MOST -> spread.median() <= bound;
      case AT_LEAST -> spread.median() >= bound;
      case NONE -> true;
    };
  }

  String name() {
    return figure.label() + ": " + of + (absolute() ? "" : " / " + to);
  }

  /** What is aimed at; empty if nothing is. */
  String aimText() {
    return switch (aim) {
      case AT_MOST -> String.format(Locale.ROOT, "<= %.2f", bound);
      case AT_LEAST -> String.format(Locale.ROOT, ">= %.2f", bound);
      case NONE -> "";
    };
  }
}
