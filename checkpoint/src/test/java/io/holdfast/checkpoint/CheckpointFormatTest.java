package io.holdfast.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The format as the page describes it, and files of released versions. */
final class CheckpointFormatTest {
  private static final Path PAGE = Path.of("..", "docs", "formats", "checkpoint.md");
  private static final String BEGIN = "<!-- dump: made by CheckpointFormatTest -->\n```text\n";
  private static final String END = "```\n<!-- end of dump -->";
  private static final String UPDATE = "holdfast.update";

  @Test
  void thePageShowsTheBytesAsTheyAre() throws IOException {
    String page = Files.readString(PAGE, StandardCharsets.UTF_8);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END, begin);
    String dump = AnnotatedDump.of(Samples.bytes());
    if (Boolean.getBoolean(UPDATE)) {
      Files.writeString(PAGE, page.substring(0, begin) + dump + page.substring(end));
      return;
    }
    assertEquals(
        dump,
        page.substring(begin, end),
        "docs/formats/checkpoint.md is out of date. If the format was meant to change, run"
            + " mvn -pl wal,checkpoint test -Dtest=CheckpointFormatTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -D"
            + UPDATE
            + "=true");
  }

  @Test
  void aFileOfFormatOneIsReadForEver() throws IOException {
    byte[] golden = golden("checkpoint-1.0.bin");
    try (ContainerReader reader =
        ContainerReader.open(Samples.storageOf(golden), "file", Samples.APPLICATION)) {
      assertEquals(Samples.checkpoint(), reader.checkpoint());
      assertEquals(1, reader.header().formatMajor());
      assertEquals(0, reader.header().formatMinor());
    }
  }

  @Test
  void thisVersionWritesFormatOne() throws IOException {
    assertArrayEquals(golden("checkpoint-1.0.bin"), Samples.bytes());
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream file = CheckpointFormatTest.class.getResourceAsStream("/golden/" + name)) {
      return file.readAllBytes();
    }
  }
}
