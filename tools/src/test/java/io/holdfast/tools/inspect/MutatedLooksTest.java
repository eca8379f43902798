package io.holdfast.tools.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.inspection.WordCountFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files changed at random, one at a time, each given to the commands that look at a whole
 * application: all end with a documented code and in at most one line, and none throws.
 */
class MutatedLooksTest {
  private static final int MUTATIONS = 60;
  private static final long SEED = 20_261_122;
  private static final Set<Integer> CODES = Set.of(0, 1, 2, 3, 4, 6, 11);

  @TempDir private Path root;

  @Test
  void everyCommandSurvives() throws IOException {
    Path app = WordCountFiles.pending(root).app();
    List<Path> targets = targets(app);
    for (int number = 0; number < MUTATIONS; number++) {
      SplittableRandom random = new SplittableRandom(SEED + number);
      Path target = targets.get(random.nextInt(targets.size()));
      byte[] before = Files.readAllBytes(target);
      String what = "mutation " + number + " of " + root.relativize(target);
      Files.write(target, mutated(before, random));
      try {
        assertCode(what, "plan", CommandLineRun.of(new PlanCommand(), app));
        assertCode(what, "diff", CommandLineRun.of(new DiffCommand(), app, "--limit", 3));
        assertCode(what, "graph", CommandLineRun.of(new GraphCommand(), app, "--format", "svg"));
        assertCode(what, "stats", CommandLineRun.of(new StatsCommand(), app, "--json"));
      } finally {
        Files.write(target, before);
      }
    }
  }

  private static void assertCode(String what, String command, CommandLineRun run) {
    assertTrue(CODES.contains(run.exitCode()), what + ": " + command + " ends with " + run);
    assertEquals(run.error().isEmpty(), !run.out().isEmpty() || run.exitCode() == 0, what);
  }

  private static byte[] mutated(byte[] bytes, SplittableRandom random) {
    if (bytes.length == 0) {
      return new byte[] {1};
    }
    int at = random.nextInt(bytes.length);
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(bytes, at);
    }
    byte[] changed = bytes.clone();
    for (int i = at; i < Math.min(bytes.length, at + 1 + random.nextInt(50)); i++) {
      changed[i] = (byte) random.nextInt(256);
    }
    return changed;
  }

  private static List<Path> targets(Path app) throws IOException {
    try (Stream<Path> all = Files.walk(app)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
