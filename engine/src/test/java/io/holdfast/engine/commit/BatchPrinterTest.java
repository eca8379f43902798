package io.holdfast.engine.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.sink.TxnId;
import io.holdfast.stream.BatchRows;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Pair;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code print()} shows of a batch. */
final class BatchPrinterTest {
  private static final BatchTime TIME = new BatchTime(1_000);

  private static List<String> printed(int rows, List<List<Object>> partitions) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BatchPrinter printer =
        new BatchPrinter(new PrintStream(bytes, true, StandardCharsets.UTF_8), rows);
    BatchRows<Object> batch =
        new BatchRows<>(
            TIME,
            partitions,
            place -> {
              throw new AssertionError(place);
            });
    printer.accept(batch, new TxnId("app", "print", TIME, 1));
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void firstRowsOverAllPartitionsAndThatThereAreMore() {
    String rule = "-".repeat(43);
    assertEquals(
        List.of(rule, "Time: 1000 ms", rule, "(tide,3)", "reef", "...", ""),
        printed(2, List.of(List.of(new Pair<>("tide", 3)), List.of("reef", "kelp"))));
  }

  @Test
  void nothingIsSaidOfMoreIfAllAreShown() {
    String rule = "-".repeat(43);
    assertEquals(
        List.of(rule, "Time: 1000 ms", rule, "reef", "kelp", ""),
        printed(2, List.of(List.of(), List.of("reef", "kelp"))));
  }
}
