package io.holdfast.tools.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.inspection.WordCountFiles;
import io.holdfast.wal.LogInspector;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files changed at random, one at a time, each given to both commands: there is always a verdict,
 * and it is never clean when a byte was changed that had been acknowledged. A failure names its
 * number; {@code -Dholdfast.mutation=NUMBER} repeats that one alone.
 */
class MutatedFilesTest {
  private static final int MUTATIONS = 2_000;
  private static final long SEED = 20_231_114;
  private static final Set<Integer> VERDICTS = Set.of(0, 1, 3, 4, 6, 11);

  @TempDir private Path root;
  private WordCountFiles files;

  @Test
  void alwaysAVerdictAndNeverAWrongClean() throws IOException {
    files = WordCountFiles.stopped(root);
    List<Path> targets = targets();
    Integer only = Integer.getInteger("holdfast.mutation");
    Set<Integer> seen = new TreeSet<>();
    for (int number = 0; number < MUTATIONS; number++) {
      if (only == null || only == number) {
        SplittableRandom random = new SplittableRandom(SEED + number);
        Path target = targets.get(random.nextInt(targets.size()));
        seen.add(mutate(number, target, random));
      }
    }
    assertTrue(only != null || seen.size() >= 3, "too tame: " + seen);
  }

  private int mutate(int number, Path target, SplittableRandom random) throws IOException {
    byte[] before = Files.readAllBytes(target);
    long acknowledged = acknowledged(target, before.length);
    byte[] after = mutated(before, random);
    int difference = Arrays.mismatch(before, after);
    String what = "mutation " + number + " of " + root.relativize(target) + " at " + difference;
    Files.write(target, after);
    try {
      Path whole = target.startsWith(files.app()) ? files.app() : files.output();
      CommandLineRun verify = CommandLineRun.verify(whole);
      assertVerdict(what, verify);
      Path shown = target.endsWith("identity") ? whole : target;
      assertVerdict(
          what,
          number % 2 == 0 ? CommandLineRun.dump(shown) : CommandLineRun.dump(shown, "--json"));
      if (difference >= 0 && difference < acknowledged) {
        assertNotEquals(0, verify.exitCode(), what + "\n" + verify.out());
      }
      return verify.exitCode();
    } finally {
      Files.write(target, before);
    }
  }

  private static void assertVerdict(String what, CommandLineRun run) {
    assertEquals("", run.error(), what);
    assertTrue(VERDICTS.contains(run.exitCode()), what + " ends with " + run.exitCode());
  }

  /** Up to here every byte was promised to somebody. */
  private static long acknowledged(Path target, long length) {
    if (target.endsWith("tail.mark")) {
      return 0;
    }
    if (!SegmentHeader.isSegmentName(target.getFileName().toString())) {
      return length;
    }
    long[] end = {SegmentHeader.BYTES};
    Storage storage = LocalStorage.openReadOnly(target.getParent());
    LogInspector.segment(
        storage,
        target.getFileName().toString(),
        frame -> {
          if (frame.isRecord()) {
            end[0] = frame.offset() + 40 + frame.payload().remaining();
          }
        });
    return end[0];
  }

  private static byte[] mutated(byte[] bytes, SplittableRandom random) {
    byte[] changed = bytes.clone();
    int at = random.nextInt(bytes.length);
    int count = 1 + random.nextInt(Math.min(64, bytes.length - at));
    switch (random.nextInt(7)) {
      case 0, 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> Arrays.fill(changed, at, at + count, (byte) 0);
      case 3 -> {
        for (int i = at; i < at + count; i++) {
          changed[i] = (byte) random.nextInt(256);
        }
      }
      case 4 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 5 -> {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + count);
        Arrays.fill(longer, bytes.length, longer.length, (byte) random.nextInt(256));
        return longer;
      }
      default ->
          System.arraycopy(bytes, random.nextInt(bytes.length - count + 1), changed, at, count);
    }
    return changed;
  }

  private List<Path> targets() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .filter(path -> !path.toString().contains("epochs"))
          .filter(path -> !path.toString().contains("_holdfast"))
          .filter(path -> !path.endsWith("lock"))
          .sorted()
          .toList();
    }
  }
}
