package io.holdfast.sink;

import static io.holdfast.sink.SinkLife.NOON;
import static io.holdfast.sink.SinkLife.NOON_DIRECTORY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.sink.SinkSession.PartWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines of JSON: the contract of all sinks of files, and texts of one line. */
final class JsonLinesSinkTest extends FileSinkCrashContract<List<String>> {
  @Override
  protected FileSink<List<String>> sink() {
    return new JsonLinesSink<>("/out", row -> String.join(",", row));
  }

  @Override
  protected List<String> row(String text) {
    return List.of(text);
  }

  @Test
  void aLineIsATextOfTheFunction() {
    SinkSession<List<String>> session = life().open(1);
    try (PartWriter<List<String>> part = session.stage(NOON, 0, 0)) {
      part.write(List.of("[1", "2]"));
      session.commit(NOON, List.of(part.finish()));
    }
    assertEquals("[1,2]\n", life().read(NOON_DIRECTORY + "/part-00000.jsonl"));
  }

  @Test
  void textOfSeveralLinesIsRefused() {
    SinkSession<List<String>> session = life().open(1);
    for (String text : List.of("{\n}", "{\r}")) {
      try (PartWriter<List<String>> part = session.stage(NOON, 0, text.indexOf('\r'))) {
        IllegalArgumentException error =
            assertThrows(IllegalArgumentException.class, () -> part.write(List.of(text)));
        assertTrue(error.getMessage().contains("has a line break"), error::getMessage);
      }
    }
    JsonLinesSink<String> nothing = new JsonLinesSink<>("/out", row -> null);
    try (PartWriter<String> part =
        new SinkLife<>(nothing, row -> row, life().storage()).open(2).stage(NOON, 0, 0)) {
      assertThrows(IllegalArgumentException.class, () -> part.write("row"));
    }
  }
}
