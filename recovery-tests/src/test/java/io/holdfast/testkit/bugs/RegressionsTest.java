package io.holdfast.testkit.bugs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.testkit.jobs.Scenarios;
import io.holdfast.testkit.jobs.WordCountJob;
import io.holdfast.testkit.scenario.Conditions;
import io.holdfast.testkit.scenario.CrashExplorer;
import io.holdfast.testkit.scenario.CrashExplorer.Failure;
import io.holdfast.testkit.scenario.CrashExplorer.Result;
import io.holdfast.testkit.scenario.Depth;
import io.holdfast.testkit.scenario.Scenario;
import io.holdfast.testkit.scenario.ScenarioText;
import io.holdfast.testkit.scenario.Shrinker;
import io.holdfast.testkit.scenario.Shrinker.Shrunk;
import io.holdfast.wal.storage.simulated.CrashProfile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenarios that have failed once, kept in their smallest form: every crash of each is tried. */
class RegressionsTest {
  private static final Depth DEPTH =
      new Depth(List.of(CrashProfile.KILL, CrashProfile.ADVERSARIAL), 1, 0, 1);

  static List<Path> kept() throws IOException, URISyntaxException {
    try (Stream<Path> files =
        Files.list(Path.of(RegressionsTest.class.getResource("/regressions").toURI()))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("kept")
  void staysMended(Path file) throws IOException {
    Scenario scenario = ScenarioText.read(Files.readString(file), Scenarios::job);
    Result result = new CrashExplorer(scenario, DEPTH, Conditions.NORMAL).explore();
    assertNull(result.failure());
    assertTrue(result.states() > 0, result::toString);
  }

  @Test
  void failureIsMadeSmallerAndKept() {
    SeededBug bug = TrackerBugs.all().get(0);
    Depth depth = new Depth(List.of(CrashProfile.KILL), 1, 0, 1);
    Scenario failing = Scenarios.plain(new WordCountJob(), 6, 1);
    Failure failure = new CrashExplorer(failing, depth, bug).explore().failure();
    assertNotNull(failure);

    Shrunk shrunk = new Shrinker(bug, depth, () -> false).shrink(failing, failure);
    assertTrue(shrunk.scenario().recordCount() < failing.recordCount(), shrunk::toString);
    assertFalse(shrunk.story().isEmpty());

    String text = ScenarioText.of(shrunk.scenario(), shrunk.story());
    Scenario kept = ScenarioText.read(text, Scenarios::job);
    assertEquals(text, ScenarioText.of(kept, shrunk.story()));
    assertNotNull(new CrashExplorer(kept, depth, bug).explore().failure());
    assertNull(new CrashExplorer(kept, depth, Conditions.NORMAL).explore().failure());
  }

  @Test
  void everythingThatASeedDecidesIsKept() {
    for (long seed = 1; seed <= 50; seed++) {
      Scenario scenario = Scenarios.of(seed);
      Scenario kept =
          ScenarioText.read(ScenarioText.of(scenario, List.of("seed " + seed)), Scenarios::job);
      assertEquals(scenario.job().apply(0), kept.job().apply(0));
      assertEquals(scenario.seed(), kept.seed());
      assertEquals(scenario.records(), kept.records());
      assertEquals(scenario.delivery(), kept.delivery());
      assertEquals(scenario.settings(), kept.settings());
      assertEquals(scenario.earlier(), kept.earlier());
      assertEquals(scenario.disturbances(), kept.disturbances());
    }
  }

  @Test
  void lineThatIsNotUnderstoodIsNamed() {
    for (String line : List.of("earlier\t3", "seed\tx", "wind\tstrong", "earlier\t1\tRAIN\tKILL")) {
      ConfigurationException e =
          assertThrows(ConfigurationException.class, () -> ScenarioText.read(line, Scenarios::job));
      assertTrue(e.getMessage().contains(line), e.getMessage());
    }
    assertThrows(
        ConfigurationException.class, () -> ScenarioText.read("job\tnone", Scenarios::job));
  }
}
