package io.holdfast.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Lines out of a stream that gives its bytes in any portions. */
final class LineReaderTest {
  private static final long SEED = 4;

  @Test
  void linesAreTheSameHoweverTheBytesCome() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 60; round++) {
      List<String> lines = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 40; i++) {
        int length = random.nextInt(10) == 0 ? random.nextInt(40_000) : random.nextInt(30);
        String line = Integer.toString(i).repeat(length / 2);
        lines.add(line);
        text.append(line).append(random.nextBoolean() ? "\n" : "\r\n");
      }
      text.append("unfinished");
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      LineReader reader = new LineReader(new Portions(bytes, random.split()));
      long consumed = 0;
      for (String line : lines) {
        assertEquals(true, reader.next());
        assertEquals(
            line,
            new String(
                reader.buffer(),
                reader.start(),
                reader.end() - reader.start(),
                StandardCharsets.UTF_8));
        consumed += reader.consumedBytes();
      }
      assertEquals(false, reader.next());
      assertEquals("unfinished".length(), reader.unfinishedBytes());
      assertEquals(bytes.length - "unfinished".length(), consumed);
    }
  }

  /** A few bytes at a time, as a slow connection gives them. */
  private static final class Portions extends InputStream {
    private final InputStream bytes;
    private final SplittableRandom random;

    Portions(byte[] bytes, SplittableRandom random) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.random = random;
    }

    @Override
    public int read() throws IOException {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int limit = random.nextBoolean() ? 20 : 5_000;
      return bytes.read(target, offset, Math.min(length, random.nextInt(1, limit)));
    }
  }
}
