package io.holdfast.testkit.chaos;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.testkit.process.RecoveryTimes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Counts kills and recovery times: from the start of a JVM after a kill to the first completed
 * batch that is heard of from it. By the kind of the kill before, and overall.
 */
@CompositionRoot("measures real processes")
final class Recoveries {
  private final Map<KillKind, List<Long>> nanos = new EnumMap<>(KillKind.class);
  private final Map<KillKind, Integer> kills = new EnumMap<>(KillKind.class);
  private final int planned;
  private final int sayEvery;
  private final long startNanos = System.nanoTime();
  private int all;

  Recoveries(int planned) {
    this.planned = planned;
    this.sayEvery = Math.max(1, planned / 40);
  }

  void killed(KillKind kind) {
    kills.merge(kind, 1, Integer::sum);
    all++;
    if (all % sayEvery == 0) {
      System.out.printf(
          Locale.ROOT, "chaos: %d of %d kills, %d s%n", all, planned, elapsed().toSeconds());
    }
  }

  void add(KillKind kind, long recoveryNanos) {
    nanos.computeIfAbsent(kind, ignored -> new ArrayList<>()).add(recoveryNanos);
  }

  int kills() {
    return all;
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
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
                    + ", "
                    + RecoveryTimes.json(nanos.getOrDefault(kind, List.of()))
                    + "}"));
    List<Long> overall = nanos.values().stream().flatMap(List::stream).toList();
    String text =
        "{\n  \"seed\": "
            + seed
            + ",\n  \"kills\": "
            + all
            + ",\n  \"elapsed_s\": "
            + elapsed().toSeconds()
            + ",\n  \"recovery_ms\": {"
            + RecoveryTimes.json(overall)
            + "},\n  \"kinds\": {\n"
            + String.join(",\n", kinds)
            + "\n  }\n}\n";
    Files.createDirectories(json.getParent());
    Files.writeString(json, text, StandardCharsets.UTF_8);
    System.out.println("chaos: " + json + "\n" + text);
  }
}
