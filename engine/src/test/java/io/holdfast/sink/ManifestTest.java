package io.holdfast.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DamageException;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The manifest of a published batch, as docs/formats/manifest.md describes it. */
final class ManifestTest {
  private static final Path PAGE = Path.of("..", "docs", "formats", "manifest.md");
  private static final String BEGIN = "<!-- example: made by ManifestTest -->\n```text\n";
  private static final String END = "```\n<!-- end of example -->";
  private static final String UPDATE = "holdfast.update";

  private static String sample() {
    SinkLife<Object> life = SinkLife.text(new SimulatedDisk().storage());
    SinkSession<Object> session = life.open(3);
    session.commit(
        SinkLife.NOON,
        life.stage(
            session, SinkLife.NOON, SinkLife.rows("hold 12", "fast 7"), SinkLife.rows("kelp 1")));
    return life.read(SinkLife.NOON_DIRECTORY + "/" + Manifest.FILE_NAME);
  }

  @Test
  void thePageShowsItAsItIs() throws IOException {
    String page = Files.readString(PAGE, StandardCharsets.UTF_8);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END, begin);
    if (Boolean.getBoolean(UPDATE)) {
      Files.writeString(PAGE, page.substring(0, begin) + sample() + page.substring(end));
      return;
    }
    assertEquals(
        sample(),
        page.substring(begin, end),
        "docs/formats/manifest.md is out of date: run the test with -D" + UPDATE + "=true");
  }

  @Test
  void manifestComesBack() {
    TxnId txn = new TxnId("word-count", "counts", SinkLife.NOON, 3);
    List<StagedPart> parts =
        List.of(
            new StagedPart(0, "part-00000.txt", 0, 0, 0),
            new StagedPart(1, "part-00004.txt", 1L << 40, -1, Long.MAX_VALUE));
    Manifest manifest = new Manifest(txn, SinkLife.APPLICATION, parts);
    assertEquals(
        manifest, Manifest.parse(Manifest.text(txn, SinkLife.APPLICATION, parts), "manifest"));
    assertEquals(
        new Manifest(txn, SinkLife.APPLICATION, List.of()),
        Manifest.parse(Manifest.text(txn, SinkLife.APPLICATION, List.of()), "manifest"));
  }

  @Test
  void everyFlippedBitAndEveryTruncationIsDamage() {
    byte[] whole = sample().getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < whole.length * 8; i++) {
      byte[] flipped = whole.clone();
      flipped[i / 8] ^= (byte) (1 << (i % 8));
      requireDamage(new String(flipped, StandardCharsets.ISO_8859_1));
    }
    for (int length = 0; length < whole.length; length++) {
      requireDamage(new String(whole, 0, length, StandardCharsets.UTF_8));
    }
    requireDamage(sample() + "\n");
  }

  private static void requireDamage(String text) {
    DamageException error =
        assertThrows(DamageException.class, () -> Manifest.parse(text, "out/_manifest"));
    assertTrue(
        error.getMessage().startsWith("out/_manifest: not a manifest, or its text"),
        error::getMessage);
  }
}
