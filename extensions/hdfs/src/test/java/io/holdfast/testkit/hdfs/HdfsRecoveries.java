package io.holdfast.testkit.hdfs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts kills and recovery times, by the kind of kill and overall. */
final class HdfsRecoveries {
  private final Map<HdfsKill, List<Long>> nanos = new EnumMap<>(HdfsKill.class);
  private final Map<HdfsKill, Integer> kills = new EnumMap<>(HdfsKill.class);
  private final Map<HdfsKill, Integer> ended = new EnumMap<>(HdfsKill.class);

  /** Takes one time. */
  @FunctionalInterface
  interface Sample {
    void add(long nanos);
  }

  Sample of(HdfsKill kind) {
    return time -> nanos.computeIfAbsent(kind, ignored -> new ArrayList<>()).add(time);
  }

  /**
   * Counts a round.
   *
   * @param lives that ended with the code of an error of their storage
   */
  void round(HdfsKill kind, int count, int lives) {
    kills.merge(kind, count, Integer::sum);
    ended.merge(kind, lives, Integer::sum);
  }

  int kills() {
    return kills.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Says what was measured, and writes it to a file. */
  void report(long seed, Path json) throws IOException {
    List<String> kinds = new ArrayList<>();
    kills.forEach(
        (kind, count) ->
            kinds.add(
                "    \""
                    + kind
                    + "\": {\"kills\": "
                    + count
                    + ", \"ended_by_storage\": "
                    + ended.get(kind)
                    + ", "
                    + times(nanos.getOrDefault(kind, List.of()))
                    + "}"));
    List<Long> overall = nanos.values().stream().flatMap(List::stream).toList();
    String text =
        "{\n  \"seed\": "
            + seed
            + ",\n  \"kills\": "
            + kills()
            + ",\n  \"recovery_ms\": {"
            + times(overall)
            + "},\n  \"kinds\": {\n"
            + String.join(",\n", kinds)
            + "\n  }\n}\n";
    Files.createDirectories(json.getParent());
    Files.writeString(json, text, StandardCharsets.UTF_8);
    System.out.println("chaos on HDFS: " + json + "\n" + text);
  }

  private static String times(List<Long> unsorted) {
    List<Long> sorted = unsorted.stream().sorted().toList();
    return "\"measured\": "
        + sorted.size()
        + ", \"median\": "
        + at(sorted, 0.5)
        + ", \"p99\": "
        + at(sorted, 0.99)
        + ", \"max\": "
        + at(sorted, 1);
  }

  /** Milliseconds at a quantile, by nearest rank; null if there are none. */
  private static String at(List<Long> sorted, double quantile) {
    if (sorted.isEmpty()) {
      return "null";
    }
    int rank = Math.max(1, (int) Math.ceil(quantile * sorted.size()));
    return Long.toString(Duration.ofNanos(sorted.get(rank - 1)).toMillis());
  }
}
