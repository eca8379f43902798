package io.holdfast.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FeedCursorTest {
  private static final FeedText TEXT = text("a\n\nsea rock\n");

  @Test
  void linesAreNumberedFromOneAndTheTextIsRepeated() {
    assertEquals("1\ta\n2\t\n3\tsea rock\n4\ta\n", next(new FeedCursor(TEXT, 0), 4));
  }

  @Test
  void itBeginsBehindAnyNumber() {
    assertEquals("9\tsea rock\n10\ta\n11\t\n", next(new FeedCursor(TEXT, 8), 11));
    assertEquals("1000\ta\n", next(new FeedCursor(TEXT, 999), 1000));
  }

  @Test
  void nothingIsWrittenAboveTheLimitAndItGoesOnWhenTheLimitRises() {
    FeedCursor cursor = new FeedCursor(TEXT, 0);
    assertEquals("1\ta\n", next(cursor, 1));
    assertEquals("", next(cursor, 1));
    assertEquals("2\t\n", next(cursor, 2));
  }

  @Test
  void aLongRunInManyBuffersIsWhatANaiveLoopWrites() {
    long last = 101_234;
    String[] lines = {"a", "", "sea rock"};
    StringBuilder expected = new StringBuilder();
    for (int number = 1; number <= last; number++) {
      expected.append(number).append('\t').append(lines[(number - 1) % 3]).append('\n');
    }
    FeedCursor cursor = new FeedCursor(TEXT, 0);
    StringBuilder written = new StringBuilder();
    while (cursor.next() <= last) {
      written.append(next(cursor, last));
    }
    assertEquals(expected.toString(), written.toString());
  }

  @Test
  void aLineLongerThanTheUsualBufferIsWrittenWhole() {
    String line = "x".repeat(1_000_000);
    assertEquals("1\t" + line + "\n", next(new FeedCursor(text(line + "\n"), 0), 1));
  }

  @Test
  void halfALineIsNoText() {
    assertThrows(IllegalArgumentException.class, () -> text("a\nb"));
  }

  private static FeedText text(String text) {
    return FeedText.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String next(FeedCursor cursor, long last) {
    return new String(cursor.buffer(), 0, cursor.fill(last), StandardCharsets.UTF_8);
  }
}
