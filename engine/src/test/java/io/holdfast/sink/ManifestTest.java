package io.holdfast.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DamageException;
import io.holdfast.NewerFormatException;
import io.holdfast.sink.Manifest.GatheredBatch;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** The manifest of a published batch, as docs/formats/manifest.md describes it. */
final class ManifestTest {
  private static final Path PAGE = Path.of("..", "docs", "formats", "manifest.md");
  private static final String BEGIN = "<!-- example: made by ManifestTest -->\n```text\n";
  private static final String BEGIN_GATHERED =
      "<!-- example of gathered batches: made by ManifestTest -->\n```text\n";
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

  private static String gatheredSample() {
    SinkLife<Object> life = SinkLife.text(new SimulatedDisk().storage());
    Gathering limits = Gathering.of(2, 1 << 20, Duration.ofMinutes(1));
    life = new SinkLife<>(life.sink().gathering(limits), life.row(), life.storage());
    SinkSession<Object> session = life.open(3);
    BatchTime next = new BatchTime(SinkLife.NOON.epochMillis() + 100);
    session.commit(
        SinkLife.NOON,
        life.stage(session, SinkLife.NOON, SinkLife.rows("hold 12"), SinkLife.rows("kelp 1")));
    session.commit(next, life.stage(session, next, SinkLife.rows("fast 7")));
    return life.read("counts-00000001700000000100/" + Manifest.FILE_NAME);
  }

  @Test
  void thePageShowsItAsItIs() throws IOException {
    requireShown(BEGIN, sample());
    requireShown(BEGIN_GATHERED, gatheredSample());
  }

  private static void requireShown(String heading, String sample) throws IOException {
    String page = Files.readString(PAGE, StandardCharsets.UTF_8);
    assertTrue(page.contains(heading), heading);
    int begin = page.indexOf(heading) + heading.length();
    int end = page.indexOf(END, begin);
    if (Boolean.getBoolean(UPDATE)) {
      Files.writeString(PAGE, page.substring(0, begin) + sample + page.substring(end));
      return;
    }
    assertEquals(
        sample,
        page.substring(begin, end),
        "docs/formats/manifest.md is out of date: run the test with -D" + UPDATE + "=true");
  }

  @Test
  void manifestComesBack() {
    TxnId txn = new TxnId("word-count", "counts", SinkLife.NOON, 3);
    List<FilePart> parts =
        List.of(
            new FilePart(0, "part-00000.txt", 0, 0, 0),
            new FilePart(1, "part-00004.txt", 1L << 40, -1, Long.MAX_VALUE));
    Manifest manifest = new Manifest(txn, SinkLife.APPLICATION, parts);
    assertEquals(manifest, Manifest.parse(manifest.text(), "manifest"));
    Manifest gathered =
        new Manifest(
            txn,
            SinkLife.APPLICATION,
            List.of(new GatheredBatch("00000001700000000000-e2", 2, 9)),
            parts);
    assertEquals(gathered, Manifest.parse(gathered.text(), "manifest"));
    Manifest empty = new Manifest(txn, SinkLife.APPLICATION, List.of());
    assertEquals(empty, Manifest.parse(empty.text(), "manifest"));
  }

  @Test
  void formatOfANewerVersionIsNoDamage() {
    String text = sample().replaceFirst("manifest 1", "manifest 3");
    String body = text.substring(0, text.lastIndexOf("crc32c="));
    CRC32C crc = new CRC32C();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    NewerFormatException error =
        assertThrows(
            NewerFormatException.class,
            () ->
                Manifest.parse(
                    body + "crc32c=" + Long.toHexString(crc.getValue()) + "\n", "out/_manifest"));
    assertTrue(error.getMessage().contains("'holdfast-manifest 3'"), error::getMessage);
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
