package io.holdfast.testkit.jobs;

import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingContext;
import io.holdfast.testkit.model.ModelledJob;
import io.holdfast.wal.storage.Storage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A state that is removed and comes again: whenever a line was seen three times, counting begins
 * anew.
 */
public record TripletsJob() implements ModelledJob {
  private static final TextFileSink SINK = new TextFileSink("/out");
  private static final int SIZE = 3;

  @Override
  public String name() {
    return "triplets";
  }

  @Override
  public List<String> streams() {
    return List.of("lines");
  }

  @Override
  public void define(StreamingContext context) {
    context
        .receiverStream("lines", new AnySource())
        .mapToPair(line -> new Pair<>(line.substring(0, 2), 1L))
        .updateStateByKey("open", TripletsJob::add)
        .map(pair -> pair.key() + " " + pair.value())
        .writeTo("open", SINK);
  }

  private static Optional<Long> add(List<Long> values, Optional<Long> before) {
    long open = (before.orElse(0L) + values.size()) % SIZE;
    return open == 0 ? Optional.empty() : Optional.of(open);
  }

  @Override
  public Optional<String> wrong(
      Function<String, Storage> places, Map<String, List<String>> records) {
    Map<String, Long> counts = new TreeMap<>();
    records.get("lines").forEach(line -> counts.merge(line.substring(0, 2), 1L, Long::sum));
    Map<String, Long> last = new TreeMap<>();
    for (var row : SINK.committedRows("open", places).orElseThrow()) {
      String[] fields = row.row().split(" ", -1);
      last.put(fields[0], Long.parseLong(fields[1]));
    }
    for (Map.Entry<String, Long> key : counts.entrySet()) {
      long open = key.getValue() % SIZE;
      if (open != 0 && last.getOrDefault(key.getKey(), 0L) != open) {
        return Optional.of(
            "of '" + key.getKey() + "' " + open + " are open, the last row says " + last);
      }
    }
    return Optional.empty();
  }
}
