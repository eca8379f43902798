package io.holdfast.testkit.jobs;

import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.TextFileSink;
import io.holdfast.wal.storage.Storage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Compares an output with the lines that it is a copy of. */
final class CopiedLines {
  private CopiedLines() {}

  /** Names lines that are missing or there too often, not all that are right. */
  static Optional<String> wrong(
      TextFileSink sink, String output, Function<String, Storage> places, List<String> lines) {
    Map<String, Integer> difference = new TreeMap<>();
    lines.forEach(line -> difference.merge(line, -1, Integer::sum));
    for (CommittedRow row : sink.committedRows(output, places).orElseThrow()) {
      difference.merge(row.row(), 1, Integer::sum);
    }
    difference.values().removeIf(count -> count == 0);
    return difference.isEmpty()
        ? Optional.empty()
        : Optional.of("lines and how often they are there too often: " + difference);
  }
}
