package io.holdfast.tools.demo;

import io.holdfast.tools.StatusLine;
import java.util.Locale;

/** The progress of a demonstration on standard error. */
final class DemoProgress {
  private static final int BAR_CHARS = 30;
  private static final long TERMINAL_NANOS = 100_000_000;
  // Away from a terminal the status line itself thins out what it is given.
  private static final long PLAIN_NANOS = 500_000_000;

  private final StatusLine line;
  private final long records;
  private final int kills;
  private long startedNanos;
  private long shownNanos;

  DemoProgress(StatusLine line, long records, int kills) {
    this.line = line;
    this.records = records;
    this.kills = kills;
  }

  /** Shows the state, if the last time is some time ago. */
  void tick(long nowNanos, long acknowledged, int killed, boolean connected) {
    if (nowNanos - shownNanos < (line.terminal() ? TERMINAL_NANOS : PLAIN_NANOS)) {
      return;
    }
    shownNanos = nowNanos;
    if (!connected) {
      line.show("starting the job");
      return;
    }
    if (startedNanos == 0) {
      startedNanos = nowNanos;
    }
    line.show(text(acknowledged, killed, nowNanos - startedNanos));
  }

  private String text(long acknowledged, int killed, long elapsedNanos) {
    int filled = (int) (BAR_CHARS * acknowledged / records);
    double perSecond = elapsedNanos == 0 ? 0 : acknowledged * 1e9 / elapsedNanos;
    String eta = perSecond == 0 ? "-" : Math.round((records - acknowledged) / perSecond) + " s";
    return String.format(
        Locale.ROOT,
        "[%s%s] %3d %%  %,d of %,d acknowledged  killed %d of %d  %,d/s  %s left",
        "#".repeat(filled),
        ".".repeat(BAR_CHARS - filled),
        100 * acknowledged / records,
        acknowledged,
        records,
        killed,
        kills,
        Math.round(perSecond),
        eta);
  }

  void killed(int number, long acknowledged, boolean whileRecovering) {
    line.println(
        String.format(
            Locale.ROOT,
            "kill %d of %d at %,d records%s",
            number,
            kills,
            acknowledged,
            whileRecovering ? ", while the job was still recovering" : ""));
  }

  void recovered(long millis) {
    line.println(String.format(Locale.ROOT, "  first new batch %,d ms after the kill", millis));
  }

  void say(String what) {
    line.clear();
    line.println(what);
  }

  void end() {
    line.clear();
  }
}
