package io.holdfast.inspection.mend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import io.holdfast.inspection.FileTree;
import io.holdfast.inspection.WordCountFiles;
import io.holdfast.inspection.check.ApplicationInspector;
import io.holdfast.inspection.check.ApplicationReport;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Applications of which files were changed or lost at random: what repair makes of them is sound,
 * it starts, and the job counts on from there as if nothing had been counted twice or left out,
 * since its source gives again what is asked for. A failure names its case; {@code
 * -Dholdfast.case=NUMBER} repeats that one alone.
 */
class RepairTest {
  private static final int CASES = 200;
  private static final long SEED = 815;
  static final Audit AUDIT =
      new Audit(Instant.parse("2024-05-06T07:08:09.123Z"), "repair app", "test", "me", "because");

  @TempDir private static Path root;
  private static Map<String, byte[]> stopped;
  private static Map<String, byte[]> killed;

  @BeforeAll
  static void run() throws IOException {
    stopped = FileTree.of(WordCountFiles.stopped(root.resolve("s")).app().getParent());
    killed = FileTree.of(WordCountFiles.killed(root.resolve("k")).app().getParent());
  }

  @Test
  void whatIsRepairedIsSoundAndGoesOn() {
    Integer only = Integer.getInteger("holdfast.case");
    int[] outcomes = new int[3];
    for (int number = 0; number < CASES; number++) {
      if (only == null || only == number) {
        SplittableRandom random = new SplittableRandom(SEED + number);
        Map<String, byte[]> files = new TreeMap<>(random.nextBoolean() ? stopped : killed);
        StringBuilder what = new StringBuilder("case " + number + ":");
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
          what.append(' ').append(mutate(files, random));
        }
        outcomes[repaired(what.toString(), files, only != null)]++;
      }
    }
    assertTrue(only != null || outcomes[0] > CASES / 4, "nothing lost: " + outcomes[0]);
    assertTrue(only != null || outcomes[1] > CASES / 10, "something lost: " + outcomes[1]);
    assertTrue(only != null || outcomes[2] < CASES / 4, "not repaired: " + outcomes[2]);
  }

  private static int repaired(String what, Map<String, byte[]> files, boolean loud) {
    SimulatedDisk disk = new SimulatedDisk();
    Storage storage = disk.storage();
    FileTree.write(files, storage);
    MendPlan plan;
    try {
      plan = Mending.repair(storage.directory("app"), path -> {});
    } catch (UnmendableException e) {
      if (loud) {
        System.out.println(what + "\n" + e.getMessage());
      }
      return 2;
    } catch (RuntimeException e) {
      throw new AssertionError(what, e);
    }
    if (loud) {
      plan.contents().forEach(content -> System.out.println(content.words()));
    }
    try {
      MendedCopy.write(plan, storage, "mended", AUDIT);
      assertSound(what, storage.directory("mended"));
      storage.publish("app", "before");
      storage.publish("mended", "app");
      assertEquals(WordCountFiles.counts(), WordCountFiles.goOn(disk), what);
      assertSound(what, storage.directory("app"));
    } catch (HoldfastException e) {
      throw new AssertionError(what, e);
    }
    return plan.losses().nothing() ? 0 : 1;
  }

  static void assertSound(String what, Storage app) {
    ApplicationReport report = ApplicationInspector.inspect(app, path -> {});
    assertEquals(ExitCode.OK, report.exitCode(), () -> what + ": " + report.findings());
  }

  private static String mutate(Map<String, byte[]> files, SplittableRandom random) {
    List<String> paths =
        new ArrayList<>(
            files.keySet().stream()
                .filter(path -> path.startsWith("app/") && !path.endsWith("lock"))
                .toList());
    String path = paths.get(random.nextInt(paths.size()));
    byte[] bytes = files.get(path);
    if (random.nextInt(8) == 0 || bytes.length == 0) {
      files.remove(path);
      return path + " removed";
    }
    byte[] changed = mutated(bytes, random);
    files.put(path, changed);
    return path + " at " + Arrays.mismatch(bytes, changed);
  }

  private static byte[] mutated(byte[] bytes, SplittableRandom random) {
    byte[] changed = bytes.clone();
    int at = random.nextInt(bytes.length);
    int count = 1 + random.nextInt(Math.min(64, bytes.length - at));
    switch (random.nextInt(5)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> Arrays.fill(changed, at, at + count, (byte) 0);
      case 2 -> {
        byte[] noise = new byte[count];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, changed, at, count);
      }
      case 3 -> {
        return Arrays.copyOf(bytes, at);
      }
      default -> {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + count);
        Arrays.fill(longer, bytes.length, longer.length, (byte) random.nextInt(256));
        return longer;
      }
    }
    return changed;
  }
}
