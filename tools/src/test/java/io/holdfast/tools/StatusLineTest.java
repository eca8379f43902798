package io.holdfast.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StatusLineTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void onATerminalItIsRedrawnBelowTheLinesThatStay() {
    StatusLine line = new StatusLine(out, true);
    line.show("one");
    line.println("kept");
    line.clear();
    line.println("last");
    String redraw = "\r\u001B[K";
    String one = redraw + "\u001B[?7lone\u001B[?7h";
    assertEquals(one + redraw + "kept\n" + one + redraw + "last\n", shown());
  }

  @Test
  void elsewhereOnlyWholeLinesAppearAndNotEachOfThem() {
    StatusLine line = new StatusLine(out, false);
    for (int i = 1; i <= 2 * StatusLine.PLAIN_EVERY; i++) {
      line.show("status " + i);
    }
    line.println("kept");
    line.clear();
    assertEquals("status 5\nstatus 10\nkept\n", shown());
  }

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
