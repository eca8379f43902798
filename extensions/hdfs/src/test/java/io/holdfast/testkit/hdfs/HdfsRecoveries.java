package io.holdfast.testkit.hdfs;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.testkit.process.RecoveryTimes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Counts kills and how long the job needs to be back, by the kind of kill and overall. */
final class HdfsRecoveries {
  private final Map<HdfsKill, OfKind> kinds = new EnumMap<>(HdfsKill.class);

  /** Of one kind of kill. */
  static final class OfKind {
    private final List<Long> starts = new ArrayList<>();
    private final List<Long> stalls = new ArrayList<>();
    private int kills;
    private int endedByStorage;

    /** From the start of a JVM after an end of the job to its first completed batch. */
    void start(long nanos) {
      starts.add(nanos);
    }

    /** From the kill of a server to the second batch that the job has completed behind it. */
    void stallSince(long startNanos) {
      stalls.add(nanoTime() - startNanos);
    }

    /**
     * Counts a round.
     *
     * @param lives that have ended because HDFS failed them
     */
    void round(int count, int lives) {
      kills += count;
      endedByStorage += lives;
    }

    private String text() {
      return "\"kills\": "
          + kills
          + ", \"ended_by_storage\": "
          + endedByStorage
          + ", \"recovery_ms\": {"
          + RecoveryTimes.json(starts)
          + "}, \"stall_ms\": {"
          + RecoveryTimes.json(stalls)
          + "}";
    }
  }

  OfKind of(HdfsKill kind) {
    return kinds.computeIfAbsent(kind, ignored -> new OfKind());
  }

  int kills() {
    return kinds.values().stream().mapToInt(kind -> kind.kills).sum();
  }

  @CompositionRoot("measures real processes")
  static long nanoTime() {
    return System.nanoTime();
  }

  /** Says what was measured, and writes it to a file. */
  void report(long seed, Path json) throws IOException {
    List<String> lines = new ArrayList<>();
    kinds.forEach((kind, figures) -> lines.add("    \"" + kind + "\": {" + figures.text() + "}"));
    String text =
        "{\n  \"seed\": "
            + seed
            + ",\n  \"kills\": "
            + kills()
            + ",\n  \"recovery_ms\": {"
            + RecoveryTimes.json(all(kind -> kind.starts))
            + "},\n  \"stall_ms\": {"
            + RecoveryTimes.json(all(kind -> kind.stalls))
            + "},\n  \"kinds\": {\n"
            + String.join(",\n", lines)
            + "\n  }\n}\n";
    Files.createDirectories(json.getParent());
    Files.writeString(json, text, StandardCharsets.UTF_8);
    System.out.println("chaos on HDFS: " + json + "\n" + text);
  }

  private List<Long> all(Function<OfKind, List<Long>> times) {
    return kinds.values().stream().map(times).flatMap(List::stream).toList();
  }
}
