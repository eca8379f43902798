package io.holdfast.tools.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.holdfast.inspection.Content;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** Colours say nothing that the words do not say, and are only where they are wanted. */
class ColoursTest {
  private static final String GREEN = "\u001B[32m";
  private static final String YELLOW = "\u001B[33m";
  private static final String RED = "\u001B[31m";
  private static final String RESET = "\u001B[0m";

  @Test
  void verdictsAreColouredWhereTheyStandAsSuch() {
    assertEquals(GREEN + "CLEAN" + RESET + "  journal", Colours.of("CLEAN  journal"));
    assertEquals(YELLOW + "TORN_TAIL" + RESET + "  x", Colours.of("TORN_TAIL  x"));
    assertEquals(RED + "DAMAGED" + RESET + "  x", Colours.of("DAMAGED  x"));
    assertEquals("a\nverdict " + RED + "GAP" + RESET + "\n", Colours.of("a\nverdict GAP\n"));
    assertEquals("verdict " + GREEN + "clean" + RESET, Colours.of("verdict clean"));
  }

  @Test
  void otherWordsAreLeftAsTheyAre() {
    for (String text : new String[] {"a CLEAN one", "CLEANER", "newest", "OK-1", "  DAMAGED"}) {
      assertEquals(text, Colours.of(text));
    }
  }

  @Test
  void withoutThemAPrinterAddsNothing() {
    StringWriter plain = new StringWriter();
    try (Printer printer = new Printer(new PrintWriter(plain), "x", false, false)) {
      printer.print(Content.words("DAMAGED  x"));
    }
    assertEquals("DAMAGED  x\n", plain.toString());
    StringWriter json = new StringWriter();
    try (Printer printer = new Printer(new PrintWriter(json), "x", true, true)) {
      printer.print(Content.of("finding", "DAMAGED").with("verdict", "DAMAGED"));
    }
    assertFalse(json.toString().contains("\u001B"), json.toString());
  }
}
