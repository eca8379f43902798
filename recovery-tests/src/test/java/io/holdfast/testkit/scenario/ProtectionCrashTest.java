package io.holdfast.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.source.DirectTextFiles;
import io.holdfast.testkit.jobs.Lines;
import io.holdfast.testkit.jobs.ProtectedJob;
import io.holdfast.testkit.jobs.ProtectedJob.Level;
import io.holdfast.testkit.jobs.Scenarios;
import io.holdfast.testkit.jobs.Share;
import io.holdfast.testkit.traffic.Delivery;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every crash of jobs whose input is not in the log: with records that stay in their source nothing
 * is lost or repeated; with records that are in memory only nothing is repeated, and what is lost
 * is counted to the record.
 */
class ProtectionCrashTest {
  private static final int LINES = 4;
  private static final int SEEDS = Share.of(2, 12);
  private static final int SHARE = Share.of(5, 1);
  private static final List<String> FILES = List.of("a.txt", "b.txt", "c.txt");

  @Test
  void recordsThatStayInTheirSourceAreThereOnceWhateverCrashes() {
    survives(Scenarios.plain(new ProtectedJob(Level.DIRECT), LINES, 7), Conditions.NORMAL, 0);
  }

  @Test
  void soTheyAreInAllSettingsAndLives() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      sampled(Scenarios.of(seed, new ProtectedJob(Level.DIRECT)), seed);
    }
  }

  @Test
  void recordsInMemoryOnlyAreNeverRepeatedAndCountedWhenTheyAreLost() {
    Scenario scenario = Scenarios.plain(new ProtectedJob(Level.NONE), LINES, 7);
    // What a driver has lost is counted once, also when the next one dies of counting it.
    survives(scenario, Conditions.NORMAL, 200);
  }

  @Test
  void soTheyAreCountedInAllSettingsAndLives() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      sampled(Scenarios.of(seed, new ProtectedJob(Level.NONE)), seed);
    }
  }

  @Test
  void filesAreReadInPlaceOnceWhateverCrashes() {
    List<String> lines = Lines.of(LINES, 3);
    ProtectedJob job = new ProtectedJob(Level.DIRECT, new DirectTextFiles("/in"));
    List<String> logged = Lines.of(4, 5);
    Scenario scenario =
        new Scenario(
            11,
            life -> job,
            (places, records) -> job.wrong(places, Map.of("logged", logged, "other", lines)),
            Map.of("logged", logged),
            Delivery.NORMAL,
            new Settings(
                10, 3, 2, 1024, Settings.SMALL.retention(), 64, Settings.SMALL.snapshotBytes()),
            List.of(),
            List.of());
    survives(
        scenario,
        new Conditions() {
          @Override
          public void prepare(SimulatedDisk disk) {
            write(disk.storage(), lines);
          }
        },
        0);
  }

  /** The last file ends without a line end. */
  private static void write(Storage storage, List<String> lines) {
    storage.createDirectories("in");
    List<String> texts = new ArrayList<>(List.of("", "", ""));
    for (int i = 0; i < lines.size(); i++) {
      boolean last = i == lines.size() - 1;
      int file = last ? FILES.size() - 1 : i % FILES.size();
      texts.set(file, texts.get(file) + lines.get(i) + (last ? "" : "\n"));
    }
    for (int i = 0; i < FILES.size(); i++) {
      try (Appender file = storage.createExclusive("in/" + FILES.get(i))) {
        file.write(ByteBuffer.wrap(texts.get(i).getBytes(StandardCharsets.UTF_8)));
        file.force();
      }
    }
    storage.forceDirectory("in");
    storage.forceDirectory("");
  }

  private static void survives(Scenario scenario, Conditions conditions, int secondEvery) {
    CrashExplorer.Result result =
        new CrashExplorer(scenario, Depth.all(1, secondEvery), conditions)
            .only(operation -> operation % SHARE == 0)
            .explore();
    assertNull(result.failure(), () -> String.valueOf(result.failure()));
    assertTrue(result.states() > 200 / SHARE, result::toString);
    assertTrue(secondEvery == 0 || result.nested() > 20 / SHARE, result::toString);
  }

  private static void sampled(Scenario scenario, long seed) {
    CrashExplorer.Result result =
        new CrashExplorer(scenario, Depth.all(1, 0), Conditions.NORMAL)
            .only(operation -> operation % 53 == seed)
            .explore();
    assertNull(result.failure(), () -> seed + ": " + result.failure());
  }
}
