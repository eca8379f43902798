package io.holdfast.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.testkit.process.RecoveryTimes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How a run ends: everything is processed, compared, and written down. */
record Ending(String name, long seed, List<PathUnderTest> paths, Path target) {
  private static final int SHOWN = 20;

  /** The sources give what is left, the jobs process it and are stopped as users stop them. */
  void finish(Chaos chaos) throws Exception {
    chaos.supervise();
    for (PathUnderTest path : paths) {
      path.finish();
    }
    for (PathUnderTest path : paths) {
      int exit = path.job().stop();
      assertEquals(0, exit, () -> path.name() + " was stopped; see " + path.job().log());
    }
  }

  void assertExact() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (PathUnderTest path : paths) {
      path.check().forEach(fault -> wrong.add(path.name() + ": " + fault));
    }
    assertEquals(
        List.of(),
        wrong.subList(0, Math.min(SHOWN, wrong.size())),
        wrong.size() + " faults, " + target);
  }

  void report(Chaos chaos, Duration time) throws IOException {
    List<String> lines = new ArrayList<>();
    chaos
        .kills()
        .forEach(
            (victim, kills) ->
                lines.add(
                    "    \""
                        + victim
                        + "\": {\"kills\": "
                        + kills
                        + ", \"stall_ms\": {"
                        + RecoveryTimes.json(chaos.stalls().getOrDefault(victim, List.of()))
                        + "}}"));
    List<String> volumes = new ArrayList<>();
    for (PathUnderTest path : paths) {
      volumes.add(
          "    \""
              + path.name()
              + "\": {\"volume\": \""
              + path.volume()
              + "\", \"ended_by_itself\": "
              + path.job().ends()
              + "}");
    }
    String text =
        "{\n  \"seed\": "
            + seed
            + ",\n  \"seconds\": "
            + time.toSeconds()
            + ",\n  \"killed\": {\n"
            + String.join(",\n", lines)
            + "\n  },\n  \"paths\": {\n"
            + String.join(",\n", volumes)
            + "\n  }\n}\n";
    Files.createDirectories(target);
    Files.writeString(target.resolve("figures.json"), text, StandardCharsets.UTF_8);
    System.out.println(name + ": " + target.resolve("figures.json") + "\n" + text);
  }
}
