package io.holdfast.tools;

import java.io.PrintStream;

/**
 * A line that is redrawn in place on a terminal, with ordinary lines scrolling by above it. Away
 * from a terminal each {@link #PLAIN_EVERY}th status is an ordinary line. Safe for use by any
 * thread.
 */
public final class StatusLine {
  /**
   * Nothing but carriage returns would end in a file or pipe; full lines need not come so often.
   */
  static final int PLAIN_EVERY = 5;

  private static final String REDRAW = "\r\u001B[K";
  // Without wrapping, a narrow terminal cuts the line off and it stays one line.
  private static final String NO_WRAP = "\u001B[?7l";
  private static final String WRAP = "\u001B[?7h";

  private final PrintStream out;
  private final boolean terminal;
  private String shown = "";
  private int plainTicks;

  StatusLine(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** On standard error of this process. */
  public static StatusLine onStandardError() {
    return new StatusLine(System.err, Terminal.STANDARD_ERROR.present());
  }

  /** Whether the status is redrawn in place. */
  public boolean terminal() {
    return terminal;
  }

  /** Shows the present status; call it at regular times. */
  public synchronized void show(String status) {
    if (terminal) {
      shown = status;
      draw();
    } else if (++plainTicks % PLAIN_EVERY == 0) {
      out.println(status);
    }
  }

  /** Prints a line that stays. */
  public synchronized void println(String line) {
    if (shown.isEmpty()) {
      out.println(line);
    } else {
      out.print(REDRAW);
      out.println(line);
      draw();
    }
    out.flush();
  }

  /** Takes the status away. */
  public synchronized void clear() {
    if (!shown.isEmpty()) {
      out.print(REDRAW);
      out.flush();
      shown = "";
    }
  }

  private void draw() {
    out.print(REDRAW + NO_WRAP + shown + WRAP);
    out.flush();
  }
}
