package io.holdfast.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleTest {
  private static final List<Figure> NEEDED = List.of(Figure.LINES_PER_SECOND, Figure.PEAK_MB);

  @Test
  void resultIsTheLastLineOfJson() throws IOException {
    String printed =
        """
        starting
        {"engine":"x","lines_per_second":1,"peak_mb":2}
        {"engine":"x","lines_per_second":123456,"cpu_us_per_line":3.25,"peak_mb":800}
        stopped
        """;
    Sample sample = Sample.parse(printed, NEEDED);
    assertEquals(
        Map.of("lines_per_second", 123456.0, "cpu_us_per_line", 3.25, "peak_mb", 800.0),
        sample.numbers());
    assertEquals(123456, sample.value(Figure.LINES_PER_SECOND));
  }

  @Test
  void withoutAResultItSaysWhatIsMissing() {
    assertEquals("it printed no result", error("nothing\n"));
    assertEquals("its result has no peak_mb", error("{\"lines_per_second\":1}"));
    assertEquals("its result has no peak_mb", error("{\"lines_per_second\":1,\"peak_mb\":\"2\"}"));
    assertEquals("its result has no plain value for peak_mb", error("{\"peak_mb\":[1,2]}"));
    assertThrows(IOException.class, () -> Sample.parse("{\"lines_per_second\":1", NEEDED));
  }

  private static String error(String printed) {
    return assertThrows(IOException.class, () -> Sample.parse(printed, NEEDED)).getMessage();
  }
}
