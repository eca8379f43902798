package io.holdfast.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DamageException;
import io.holdfast.NewerFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** A decision to commit, as docs/formats/two-phase-notes.md describes it. */
final class DecisionTest {
  private static final Path PAGE = Path.of("..", "docs", "formats", "two-phase-notes.md");
  private static final String BEGIN = "<!-- example: made by DecisionTest -->\n```text\n";
  private static final String END = "```\n<!-- end of example -->";
  private static final String UPDATE = "holdfast.update";

  private static final String PREFIX = "holdfast-" + SinkLife.APPLICATION + "-counts-e3-b";
  private static final Decision SAMPLE =
      new Decision(
          new TxnId("word-count", "counts", SinkLife.NOON, 3),
          SinkLife.APPLICATION,
          List.of(PREFIX + "1700000000000-p0-17", PREFIX + "1700000000000-p1-18"));

  @Test
  void thePageShowsItAsItIs() throws IOException {
    String page = Files.readString(PAGE, StandardCharsets.UTF_8);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END, begin);
    if (Boolean.getBoolean(UPDATE)) {
      Files.writeString(PAGE, page.substring(0, begin) + SAMPLE.text() + page.substring(end));
      return;
    }
    assertEquals(
        SAMPLE.text(),
        page.substring(begin, end),
        "docs/formats/two-phase-notes.md is out of date: run the test with -D" + UPDATE + "=true");
  }

  @Test
  void decisionComesBack() {
    assertEquals(SAMPLE, Decision.parse(SAMPLE.text(), "note"));
  }

  @Test
  void everyFlippedBitAndEveryTruncationIsDamage() {
    byte[] whole = SAMPLE.text().getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < whole.length * 8; i++) {
      byte[] flipped = whole.clone();
      flipped[i / 8] ^= (byte) (1 << (i % 8));
      String text = new String(flipped, StandardCharsets.ISO_8859_1);
      assertThrows(DamageException.class, () -> Decision.parse(text, "note"));
    }
    for (int length = 0; length < whole.length; length++) {
      String text = new String(whole, 0, length, StandardCharsets.UTF_8);
      assertThrows(DamageException.class, () -> Decision.parse(text, "note"));
    }
  }

  @Test
  void formatOfANewerVersionIsNoDamage() {
    String body = "holdfast-decision 2\nanything=else\n";
    CRC32C crc = new CRC32C();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    String text = body + "crc32c=" + Long.toHexString(crc.getValue()) + "\n";
    NewerFormatException error =
        assertThrows(NewerFormatException.class, () -> Decision.parse(text, "note"));
    assertTrue(error.getMessage().contains("'holdfast-decision 2'"), error::getMessage);
  }
}
