package io.holdfast.testkit.report;

import io.holdfast.testkit.report.PointOutcome.Outcome;
import java.util.Locale;
import java.util.function.IntPredicate;

/** The words that all forms of a report use for the same thing. */
final class ReportWords {
  private ReportWords() {}

  static String of(Outcome outcome) {
    return switch (outcome) {
      case EXACT -> "exact";
      case WRONG -> "wrong";
      case NOT_RECOVERED -> "not recovered";
      case NOT_REACHED -> "not reached";
    };
  }

  /** The verdict as a headline; the scope belongs beside it. */
  static String headline(ProofReport report) {
    return switch (report.verdict()) {
      case EXACT ->
          report.scope().complete()
              ? "Exact at every crash point"
              : String.format(
                  Locale.ROOT,
                  "Exact at the %,d of %,d crash points that were tried",
                  report.scope().tried(),
                  report.scope().points());
      case COUNTEREXAMPLE -> "Counterexample: there is a crash that the output does not survive";
      case INCONCLUSIVE -> "Inconclusive: nothing can be said";
    };
  }

  /** What a crash is called: {@code inside step 12, WRITE journal/segment-1; lost: nothing}. */
  static String point(PointOutcome point, Step step) {
    String what = step == null ? "" : ", " + step.action() + " " + step.path();
    return point.phase() + " step " + point.step() + what + "; lost: " + point.loss();
  }

  static String count(long number, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : many);
  }

  static String duration(long millis) {
    if (millis < 1000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    return millis / 60_000 + " min " + millis % 60_000 / 1000 + " s";
  }

  /**
   * Text in which every character that {@code allowed} refuses is shown as its number, so that what
   * stands in the user's records can neither drive a terminal nor break a document.
   */
  static String visible(String text, IntPredicate allowed) {
    if (text.codePoints().allMatch(allowed)) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (allowed.test(point)) {
                shown.appendCodePoint(point);
              } else {
                shown.append(String.format(Locale.ROOT, "\\u%04x", point));
              }
            });
    return shown.toString();
  }

  /**
   * A character that XML 1.0 and HTML can hold, and that does not reorder what stands beside it.
   */
  static boolean inMarkup(int point) {
    boolean control = point < ' ' && point != '\t' && point != '\n';
    boolean deleted = point >= 0x7f && point < 0xa0;
    boolean surrogate = point >= 0xd800 && point <= 0xdfff;
    boolean reorders = (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
    return !control && !deleted && !surrogate && !reorders && point != 0xfffe && point != 0xffff;
  }

  /** A character that a terminal shows, and does not act on or reorder the line by. */
  static boolean onTerminal(int point) {
    int type = Character.getType(point);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }
}
