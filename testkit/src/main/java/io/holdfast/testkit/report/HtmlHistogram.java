package io.holdfast.testkit.report;

import io.holdfast.testkit.report.ReportFigures.Distribution;
import java.util.Arrays;
import java.util.Locale;

/** How recovery times are distributed, as bars of equal width. */
final class HtmlHistogram {
  private static final int MAX_BARS = 40;
  private static final int WIDTH = 720;
  private static final int LEFT = 56;
  private static final int RIGHT = 30;
  private static final int TOP = 10;
  private static final int HEIGHT = 120;
  private static final int BOTTOM = 26;

  private HtmlHistogram() {}

  /** Draws times in milliseconds; there must be at least one. */
  static void write(Markup out, Distribution times) {
    long millis = times.max() / MAX_BARS + 1;
    long[] bars = new long[(int) (times.max() / millis) + 1];
    times.numbers().forEach(time -> bars[(int) (time / millis)]++);
    long highest = Arrays.stream(bars).max().orElse(1);
    int all = TOP + HEIGHT + BOTTOM;
    out.open(
        "div", "class", "scroll", "tabindex", 0, "role", "region", "aria-label", "Recovery times");
    out.open(
        "svg",
        "width",
        WIDTH,
        "height",
        all,
        "viewBox",
        "0 0 " + WIDTH + " " + all,
        "role",
        "img",
        "aria-label",
        "Distribution of the recovery times: " + times.recoveryWords());
    int base = TOP + HEIGHT;
    out.empty("path", "class", "grid", "d", "M" + LEFT + " " + TOP + "H" + (WIDTH - RIGHT));
    out.empty("path", "class", "axis", "d", "M" + LEFT + " " + base + "H" + (WIDTH - RIGHT));
    text(out, "tick end", LEFT - 6, TOP + 4, String.format(Locale.ROOT, "%,d", highest));
    text(out, "tick end", LEFT - 6, base + 4, "0");
    double slot = Math.min(48.0, (double) (WIDTH - LEFT - RIGHT) / bars.length);
    for (int i = 0; i < bars.length; i++) {
      bar(
          out,
          LEFT + i * slot,
          slot,
          (double) bars[i] * HEIGHT / highest,
          title(i, millis, bars[i]));
    }
    text(out, "tick", LEFT + slot / 2, base + 18, "0 ms");
    if (bars.length > 1) {
      String last = (bars.length - 1) * millis + " ms";
      text(out, "tick", LEFT + (bars.length - 0.5) * slot, base + 18, last);
    }
    out.close().close().newLine();
  }

  private static void bar(Markup out, double x, double slot, double length, String title) {
    if (length > 0) {
      // A bar of one among thousands must still be seen.
      double height = Math.max(2, length);
      out.open(
          "rect",
          "class",
          "bar",
          "x",
          number(x + 1),
          "y",
          number(TOP + HEIGHT - height),
          "width",
          number(Math.max(1, slot - 2)),
          "height",
          number(height));
      out.leaf("title", title).close();
    }
  }

  private static String title(int bar, long millis, long count) {
    long from = bar * millis;
    String range = millis == 1 ? from + " ms" : from + " to " + (from + millis - 1) + " ms";
    return range + ": " + ReportWords.count(count, "recovery", "recoveries");
  }

  private static void text(Markup out, String kind, double x, int y, String text) {
    out.leaf("text", text, "class", kind, "x", number(x), "y", y);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
